// Starts every module of the page. One that fails says so in the console and leaves the others alone.
import * as charts from "./charts.js";
import * as dialogs from "./dialogs.js";
import * as drafts from "./drafts.js";
import * as forms from "./forms.js";
import * as kept from "./kept.js";
import * as keys from "./keys.js";
import * as live from "./live.js";
import * as morph from "./morph.js";
import * as palette from "./palette.js";
import * as pick from "./pick.js";
import * as requests from "./requests.js";
import * as rows from "./rows.js";
import * as shell from "./shell.js";
import * as theme from "./theme.js";
import * as times from "./times.js";
import * as toasts from "./toasts.js";

const modules = {
  toasts, morph, requests, theme, shell, times, forms, drafts, dialogs, rows, keys, palette, pick, charts, live, kept,
};

for (const [name, module] of Object.entries(modules)) {
  try {
    module.start();
  } catch (error) {
    console.error(`${name} did not start`, error);
  }
}
document.documentElement.dataset.started = "";
