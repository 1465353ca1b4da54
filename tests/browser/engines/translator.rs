//! Stands between today's ChromeDriver and a browser from January 2023, and says in the DevTools protocol of then what
//! the driver says in that of now.
//!
//! No registry that a test machine reaches has a driver of that age, and a newer one differs in two things only: it
//! names what a script runs in by an id that is the same everywhere (`uniqueContextId`), and it has what a script
//! returns told in depth (`serializationOptions`), elements by their numbers. Nor did the driver start the browser, for
//! which reason it wants downloads to go to a folder of its own whenever it turns to a tab.

use std::collections::{HashMap, HashSet, VecDeque};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    runtime::Runtime,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, accept_hdr_async_with_config, connect_async_with_config,
    tungstenite::{
        Error, Message,
        handshake::server::{Request, Response},
        protocol::WebSocketConfig,
    },
};

/// What the translator asks for itself is numbered from here on; a driver does not come so far.
const OWN: u64 = 1 << 30;

/// A translator that listens, until dropped.
pub struct Translator {
    pub port: u16,
    _at_work: Runtime,
}

impl Translator {
    /// Starts one for the browser whose debugging port this is.
    #[track_caller]
    pub fn start(browser: u16) -> Self {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let at_work = runtime.worker_threads(1).enable_all().build().expect("a runtime");
        let listener = at_work.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        at_work.spawn(async move {
            while let Ok((driver, _)) = listener.accept().await {
                // The driver says itself when the browser is gone.
                tokio::spawn(async move { drop(serve(driver, browser).await) });
            }
        });
        Self { port, _at_work: at_work }
    }
}

/// Hands on a plain request as it is, and translates between web sockets.
async fn serve(mut driver: TcpStream, browser: u16) -> Result<(), Error> {
    let mut head = [0; 2048];
    let length = driver.peek(&mut head).await?;
    let head = String::from_utf8_lossy(&head[..length]).to_ascii_lowercase();
    if !head.contains("upgrade: websocket") {
        let mut browser = TcpStream::connect(("127.0.0.1", browser)).await?;
        copy_bidirectional(&mut driver, &mut browser).await?;
        return Ok(());
    }
    let unlimited = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let mut path = String::new();
    // What the crate has it return is as large as it is.
    #[allow(clippy::result_large_err)]
    let note_path = |request: &Request, response: Response| {
        request.uri().path().clone_into(&mut path);
        Ok(response)
    };
    let driver = accept_hdr_async_with_config(driver, note_path, Some(unlimited)).await?;
    let address = format!("ws://127.0.0.1:{browser}{path}");
    let (browser, _) = connect_async_with_config(address, Some(unlimited), true).await?;
    let (contexts, deep) = Default::default();
    let later = VecDeque::new();
    Conversation { driver, browser, contexts, deep, downloads: None, later, asked: OWN }
        .go_on()
        .await
}

struct Conversation {
    driver: WebSocketStream<TcpStream>,
    browser: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What scripts run in: the number that the browser of then knows, by the id of now.
    contexts: HashMap<String, Value>,
    /// The commands whose answers are to be told in depth.
    deep: HashSet<u64>,
    /// Where downloads go.
    downloads: Option<Value>,
    /// What the browser said while it was asked.
    later: VecDeque<Value>,
    /// The number of the last question.
    asked: u64,
}

impl Conversation {
    async fn go_on(mut self) -> Result<(), Error> {
        loop {
            while let Some(said) = self.later.pop_front() {
                self.pass_on(said).await?;
            }
            tokio::select! {
                command = self.driver.next() => match command.transpose()? {
                    Some(Message::Text(command)) => self.command(&command).await?,
                    Some(_) => {}
                    None => return Ok(()),
                },
                said = hear(&mut self.browser) => match said? {
                    Some(said) => self.pass_on(said).await?,
                    None => return Ok(()),
                },
            }
        }
    }

    /// Hands a command of the driver to the browser.
    async fn command(&mut self, command: &str) -> Result<(), Error> {
        let mut command = parsed(command);
        let name = match command["method"].as_str() {
            Some("Runtime.evaluate") => "contextId",
            _ => "executionContextId",
        };
        let number = command["id"].as_u64();
        if let Some(parameters) = command["params"].as_object_mut() {
            if let Some(id) = parameters.remove("uniqueContextId") {
                let known = self.contexts.get(id.as_str().unwrap_or_default());
                // None is known by 0, which the browser says.
                parameters.insert(name.to_owned(), known.cloned().unwrap_or_else(|| json!(0)));
            }
            if parameters.remove("serializationOptions").is_some() {
                self.deep.extend(number);
            }
            if let Some(folder) = parameters.get_mut("downloadPath") {
                match &self.downloads {
                    Some(chosen) if folder == "." => folder.clone_from(chosen),
                    _ => self.downloads = Some(folder.clone()),
                }
            }
        }
        self.browser.send(Message::text(command.to_string())).await
    }

    /// Hands what the browser says to the driver.
    async fn pass_on(&mut self, mut said: Value) -> Result<(), Error> {
        if said["method"] == "Runtime.executionContextCreated" {
            let context = &said["params"]["context"];
            if let Some(id) = context["uniqueId"].as_str() {
                self.contexts.insert(id.to_owned(), context["id"].clone());
            }
        }
        if said["id"].as_u64().is_some_and(|number| self.deep.remove(&number)) {
            let session = said["sessionId"].clone();
            let list = said["result"]["result"]["objectId"].clone();
            if list.is_string() {
                let items = self.items(&session, &list).await?;
                said["result"]["result"]["deepSerializedValue"] =
                    json!({ "type": "array", "value": items });
            }
        }
        self.driver.send(Message::text(said.to_string())).await
    }

    /// The items of a list that a script returned: texts, and elements by their numbers.
    async fn items(&mut self, session: &Value, list: &Value) -> Result<Vec<Value>, Error> {
        let of_list = json!({ "objectId": list, "ownProperties": true });
        let members = self.ask(session, "Runtime.getProperties", of_list).await?;
        let mut items = Vec::new();
        for member in members["result"].as_array().into_iter().flatten() {
            let is_item = member["name"].as_str().is_some_and(|name| name.parse::<u32>().is_ok());
            let value = &member["value"];
            match &value["objectId"] {
                _ if !is_item => {}
                Value::Null => {
                    items.push(json!({ "type": value["type"], "value": value["value"] }));
                }
                node => {
                    let node = json!({ "objectId": node });
                    let node = self.ask(session, "DOM.describeNode", node).await?;
                    let tree = self.ask(session, "Page.getFrameTree", json!({})).await?;
                    let value = json!({
                        "backendNodeId": node["node"]["backendNodeId"],
                        "loaderId": tree["frameTree"]["frame"]["loaderId"],
                    });
                    items.push(json!({ "type": "node", "value": value }));
                }
            }
        }
        Ok(items)
    }

    /// Asks the browser; what else it says meanwhile comes after.
    async fn ask(&mut self, session: &Value, method: &str, params: Value) -> Result<Value, Error> {
        self.asked += 1;
        let mut question = json!({ "id": self.asked, "method": method, "params": params });
        if session.is_string() {
            question["sessionId"] = session.clone();
        }
        self.browser.send(Message::text(question.to_string())).await?;
        loop {
            let said = hear(&mut self.browser).await?.ok_or(Error::ConnectionClosed)?;
            if said["id"] == self.asked {
                return Ok(said["result"].clone());
            }
            self.later.push_back(said);
        }
    }
}

/// What the browser says next, until it hangs up.
async fn hear(
    browser: &mut WebSocketStream<MaybeTlsStream<TcpStream>>,
) -> Result<Option<Value>, Error> {
    while let Some(said) = browser.next().await.transpose()? {
        if let Message::Text(said) = said {
            return Ok(Some(parsed(&said)));
        }
    }
    Ok(None)
}

/// Both sides speak JSON; what is none is said to be nothing.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
