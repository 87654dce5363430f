// The text that a hub prints when it is ready, with commands that connect to this hub from the project's folder.
import { join, resolve } from "node:path";
import { demonstrationPeople } from "../demonstration/people.ts";
import type { Config } from "../hub/config.ts";

/** The hub's address for commands without settings. */
const DEFAULTS = { PORT: "4000", HOST: "127.0.0.1", CANDOUR_TOKEN_AUDIENCE: "candour" };
const DEFAULT_DATA = join(import.meta.dirname, "../data");

/** Quotes a word for a shell. */
const quoted = (word: string): string => (/^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** The settings that a command needs to connect to the hub at `url`, each followed by a space; empty if the defaults are right. */
function settingsToFind({ host, dataDir, audience }: Config, url: string): string {
  const dataFolder = resolve(dataDir);
  const needed = [
    ["PORT", /\d+$/.exec(url)?.[0] ?? "", DEFAULTS.PORT],
    ["HOST", host, DEFAULTS.HOST],
    ["CANDOUR_DATA_DIR", dataFolder, DEFAULT_DATA],
    ["CANDOUR_TOKEN_AUDIENCE", audience, DEFAULTS.CANDOUR_TOKEN_AUDIENCE],
  ].filter(([, value, usual]) => value !== usual);
  return needed.map(([name, value = ""]) => `${name}=${quoted(value)} `).join("");
}

export function greeting(config: Config, url: string, ms: number): string {
  const lines = [`Candour is ready at ${url} (${ms} ms).`];
  // With another issuer there are no demonstration tokens, and the hub would refuse these commands.
  if (!config.demonstration || config.issuers.length > 0) return lines.join("\n");
  const settings = settingsToFind(config, url);
  const candour = `${settings}npm run --silent candour --`;
  return lines
    .concat(
      `Demonstration data: invented councils and ${demonstrationPeople.length} invented people.`,
      `Open ${url} in a browser to sign in as any of them.`,
      "",
      `See what each person can see and do:   ${settings}npm run story`,
      `List the demonstration people:         ${candour} people`,
      `Ask a question as one of them:         ${candour} ask --as adviser '{ concerns { totalCount } }'`,
      "To stop the hub, press Ctrl-C.",
    )
    .join("\n");
}

export const clockNotBelieved = (config: Config, url: string): string =>
  [
    "The clock is not believed: it is far from when the hub last ran. Nothing is deleted, expired or emailed, and /ready is 503.",
    `Correct the clock. If it is right, stop the hub, run: ${config.development ? `${settingsToFind(config, url)}npm run --silent candour --` : "candour"} confirm-clock --reason "…", and start the hub again.`,
  ].join("\n");
