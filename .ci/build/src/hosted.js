/* What the script calls a module: the name of its file, and its hash. */
const modules = MODULES;
/* A module of the page; one that is not the very bytes of this build is refused, an error page among them. */
const loadModule = ([file, integrity]) => fetch(file, { integrity });
/* The main module is asked for before the script is there that runs it. */
const mainModule = loadModule(modules["MAIN"]);
const fetchModule = (address) => {
  const name = String(address).split("/").pop();
  return name === "MAIN" ? mainModule : loadModule(modules[name]);
};
const instantiateModule = async (response, imports) =>
  WebAssembly.instantiate(await (await response).arrayBuffer(), imports);
/* Once the page has started, the browser keeps its files (worker.js), where it may. Of a new build the page is told,
   which tells the person; which of the two runs is up to the person, unless this one did not start. */
const keepPage = async () => {
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
  /* Where the browser keeps nothing at all, asking for more only leaves an error in its console. */
  try {
    localStorage.length;
  } catch {
    return;
  }
  const { serviceWorker } = navigator;
  const registration = await serviceWorker?.register("sw.js", { updateViaCache: "none" }).catch(() => {});
  if (!registration) return;
  const wasKept = registration.active;
  const switchVersion = () => {
    const { waiting } = registration;
    if (!waiting) return location.reload();
    waiting.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting.postMessage("switch");
  };
  addEventListener("switch-version", switchVersion);
  const tell = () => document.getElementById("main") ? dispatchEvent(new Event("new-version")) : switchVersion();
  const look = () => registration.active && registration.waiting && tell();
  const watch = () => registration.installing?.addEventListener("statechange", look);
  registration.addEventListener("updatefound", watch);
  watch();
  look();
  /* Another window has switched. */
  serviceWorker.addEventListener("controllerchange", () => wasKept && tell());
  /* Not every browser asks for news by itself whenever the page is opened. */
  if (wasKept) registration.update().catch(() => {});
  await serviceWorker.ready;
  document.documentElement.dataset.kept = "";
};
