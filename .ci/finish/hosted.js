const modules = MODULES;
/* A module of the page; one that is not the very bytes of this build is refused, an error page among them. */
const fetchModule = (name) => fetch(name, { integrity: modules[name] });
const mainModule = fetchModule("MAIN");
