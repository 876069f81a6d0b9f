// Swagger UI over our own schema. It takes its settings from the page, so that nothing needs an inline script.

const root = document.getElementById("swagger-ui");
const chosen = document.documentElement.dataset.theme;
const isDark = window.matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
  const dark = chosen === "dark" || (chosen !== "light" && isDark.matches);
  document.documentElement.classList.toggle("dark-mode", dark);
}

showTheme();
isDark.addEventListener("change", showTheme);

window.SwaggerUIBundle({
  url: root.dataset.schema,
  domNode: root,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  filter: true,
  displayRequestDuration: true,
  // It would ask a server outside for its opinion of the schema.
  validatorUrl: null,
  requestInterceptor(request) {
    if (new URL(request.url, document.baseURI).origin === window.location.origin) {
      request.headers["X-CSRFToken"] = root.dataset.csrf;
    }
    return request;
  },
});
