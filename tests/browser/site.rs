//! A static web server over a folder: what any host of the page does, and no more.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Result, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

/// A folder served under a path on a free port of this machine, until dropped.
pub struct Site {
    address: SocketAddr,
    folder: Arc<Folder>,
}

#[derive(Default)]
struct Folder {
    root: PathBuf,
    prefix: String,
    compressed: bool,
    closed: AtomicBool,
    served: Mutex<Vec<PathBuf>>,
    seen: AtomicUsize,
    replaced: Mutex<Vec<(String, Option<Vec<u8>>)>>,
    asked: Mutex<Vec<String>>,
    blocked: Mutex<Vec<String>>,
    first: Mutex<String>,
    cut_off: AtomicBool,
}

impl Site {
    /// The built page under a path, as on a shared host: it must not count on being at the root.
    #[track_caller]
    pub fn dist() -> Self {
        Self::serve(&built("dist/index.html", "make build"), "/sub/path/", false)
    }

    /// The built page from a host that compresses, as most do.
    #[track_caller]
    pub fn dist_compressed() -> Self {
        Self::serve(&built("dist/index.html", "make build"), "/sub/path/", true)
    }

    /// Serves the folder of `index` under `prefix`, which begins and ends with a slash.
    pub fn serve(index: &Path, prefix: &str, compressed: bool) -> Self {
        let (listener, address) = unused();
        let folder = Arc::new(Folder {
            root: index.parent().expect("a folder").to_owned(),
            prefix: prefix.to_owned(),
            compressed,
            ..Folder::default()
        });
        let site = Self { address, folder: Arc::clone(&folder) };
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if folder.closed.load(Ordering::Relaxed) {
                    break;
                }
                let folder = Arc::clone(&folder);
                // A browser that has moved on in the meantime is no concern of the server.
                thread::spawn(move || folder.answer(connection));
            }
        });
        site
    }

    /// The address of something below the served path; "" is the page itself.
    pub fn url(&self, rest: &str) -> String {
        format!("http://{}{}{rest}", self.address, self.folder.prefix)
    }

    /// The addresses that pages asked for since this was last called.
    pub fn asked(&self) -> Vec<String> {
        self.folder.asked.lock().unwrap().split_off(0)
    }

    /// From now on answers nobody who asks for an address that matches one of these, `*` being anything.
    pub fn block(&self, addresses: &[&str]) {
        *self.folder.blocked.lock().unwrap() =
            addresses.iter().map(|address| (*address).to_owned()).collect();
    }

    /// From now on each page runs this, too, before anything of its own; unless it is fetched to be kept, which only
    /// the page of the build is.
    pub fn run_first(&self, script: &str) {
        self.folder.first.lock().unwrap().push_str(script);
    }

    /// The names of the files handed out since this was last called.
    pub fn served_now(&self) -> Vec<String> {
        let served = self.folder.served.lock().unwrap();
        let seen = self.folder.seen.swap(served.len(), Ordering::Relaxed);
        let name = |file: &PathBuf| file.file_name().unwrap().to_string_lossy().into_owned();
        served[seen..].iter().map(name).collect()
    }

    /// From now on answers nobody, as if there were no network; or everybody again.
    pub fn cut_off(&self, is: bool) {
        self.folder.cut_off.store(is, Ordering::Relaxed);
    }

    /// The files handed out so far, in order.
    pub fn served(&self) -> Vec<PathBuf> {
        self.folder.served.lock().unwrap().clone()
    }

    /// From now on gives other bytes for files whose name ends like this, or none at all.
    pub fn replace(&self, ending: &str, content: Option<&[u8]>) {
        let replaced = (ending.to_owned(), content.map(<[u8]>::to_vec));
        self.folder.replaced.lock().unwrap().push(replaced);
    }

    /// Gives the files whose name ends like this as they are.
    pub fn restore(&self, ending: &str) {
        self.folder.replaced.lock().unwrap().retain(|(replaced, _)| replaced != ending);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.folder.closed.store(true, Ordering::Relaxed);
        // One last visitor, so that the listener wakes up and sees.
        let _ = TcpStream::connect(self.address);
    }
}

impl Folder {
    /// Reads one request and answers it in one write: a second one could wait 40 ms for the first.
    fn answer(&self, mut connection: TcpStream) -> Result<()> {
        let mut request = String::new();
        let mut lines = BufReader::new(&connection);
        while lines.read_line(&mut request)? > 2 {}
        if self.cut_off.load(Ordering::Relaxed) {
            return Ok(());
        }

        let url = request.split(' ').nth(1).unwrap_or_default();
        let address = format!("http://{}{url}", connection.local_addr()?);
        let is_blocked = self.blocked.lock().unwrap().iter().any(|one| matches(one, &address));
        if !is_by_worker(&request) {
            self.asked.lock().unwrap().push(address);
        }
        if is_blocked {
            return Ok(());
        }
        let mut response = Vec::new();
        if let Some((file, mut body)) = self.find(url) {
            write!(response, "HTTP/1.1 200 OK\r\nContent-Type: {}\r\n", mime(&file))?;
            if file.ends_with("index.html") && says(&request, "Sec-Fetch-Dest", "document") {
                body = with_script(body, &self.first.lock().unwrap());
            }
            if self.compressed {
                body = brotli(&body, 5);
                response.extend(b"Content-Encoding: br\r\n");
            }
            write!(response, "Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
            response.extend(body);
            self.served.lock().unwrap().push(file);
        } else {
            response.extend(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
        }
        connection.write_all(&response)
    }

    fn find(&self, url: &str) -> Option<(PathBuf, Vec<u8>)> {
        let path = url.split(['?', '#']).next()?.strip_prefix(&self.prefix)?;
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let file = match &*path {
            "" => self.root.join("index.html"),
            path if path.contains("..") => return None,
            path => self.root.join(path),
        };
        let name = file.file_name()?.to_string_lossy();
        let replaced = self.replaced.lock().unwrap();
        let bytes = match replaced.iter().rfind(|(ending, _)| name.ends_with(ending)) {
            Some((_, content)) => content.clone()?,
            None => fs::read(&file).ok()?,
        };
        Some((file, bytes))
    }
}

/// A port that no other host of this run had: what a browser keeps it keeps by host and port.
fn unused() -> (TcpListener, SocketAddr) {
    static USED: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        if USED.lock().unwrap().insert(address.port()) {
            return (listener, address);
        }
    }
}

/// Whether a header of a request ends like this.
fn says(request: &str, header: &str, ending: &str) -> bool {
    let mut fields = request.lines().filter_map(|line| line.split_once(": "));
    fields.any(|(name, value)| name == header && value.ends_with(ending))
}

/// Whether the browser asks for the worker that keeps the page, or the worker for what it keeps.
fn is_by_worker(request: &str) -> bool {
    let is_update = says(request, "Service-Worker", "script");
    is_update
        || says(request, "Sec-Fetch-Dest", "serviceworker")
        || says(request, "Referer", "/sw.js")
}

/// A page with a script ahead of everything in it, a content policy not excepted.
pub fn with_script(mut page: Vec<u8>, script: &str) -> Vec<u8> {
    let html = page.windows(5).position(|tag| tag == b"<html").expect("a page");
    let inside = html + 1 + page[html..].iter().position(|byte| *byte == b'>').expect("a tag");
    if !script.is_empty() {
        page.splice(inside..inside, format!("<script>{script}</script>").into_bytes());
    }
    page
}

/// Whether an address is of this pattern, `*` being anything.
fn matches(pattern: &str, address: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == address };
    let Some(left) = address.strip_prefix(start) else { return false };
    (0..=left.len()).filter_map(|at| left.get(at..)).any(|left| matches(rest, left))
}

/// A file of this package that must exist by now; `remedy` is the command that makes it.
#[track_caller]
pub fn built(file: &str, remedy: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    assert!(path.exists(), "{file} is missing: run `{remedy}` first");
    path
}

/// A place for something that a test leaves for people to look at: `target/NAME`.
pub fn target(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(name);
    let folder = path.parent().expect("a folder");
    fs::create_dir_all(folder).expect("a folder below target/");
    path
}

/// The bytes as a host would compress them, from 0 (quick) to 11 (small).
pub fn brotli(bytes: &[u8], quality: i32) -> Vec<u8> {
    let mut packed = Vec::new();
    let how = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &how).expect("memory is enough");
    packed
}

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
