#!/usr/bin/env node
// The `candour` command line: parses, calls, prints.
import { Command } from "commander";
import { demonstrationPeople } from "../demonstration/people.ts";
import type { Flaw } from "../event-log/port.ts";
import { WrongMasterKey } from "../event-log/sealing.ts";
import { openSqliteLog } from "../event-log/sqlite.ts";
import { ConfigInvalid, readConfig } from "../hub/config.ts";
import { existingLogFiles } from "../hub/data-folder.ts";
import { PolicyInvalid } from "../policies/policy.ts";
import { type Client, CommandFailed, clientFor, tokenFor } from "./client.ts";
import { printReport, writeReport } from "./import-lines.ts";
import { importSupport } from "./import-support.ts";
import { importConcerns, importLgInform, importPeople } from "./imports.ts";

const program = new Command("candour").description(
  "An intelligence-sharing hub with consent controls for English local government.",
);

program
  .command("serve")
  .description("serve the hub")
  .action(async () => {
    // Here and not above: the other commands need none of it, and start the faster.
    const { serveHub } = await import("./serve.ts");
    await serveHub(readConfig(process.env));
  });

program
  .command("people")
  .description("list whom one can be in development")
  .action(() => {
    if (!readConfig(process.env).development) throw new ConfigInvalid("There are no demonstration people in production.");
    const width = Math.max(...demonstrationPeople.map(({ id }) => id.length));
    for (const { id, name, about } of demonstrationPeople) console.log(`${id.padEnd(width)}  ${about}: ${name}`);
  });

program
  .command("token")
  .description("print a token for a demonstration person, and nothing else")
  .requiredOption("--as <person>", "whom to be; see: candour people")
  .action(async ({ as }: { as: string }) => {
    console.log(await tokenFor(readConfig(process.env), as));
  });

program
  .command("verify")
  .description("check the event log and the record of disclosures: the hash chain of every stream, no gaps, nothing missing")
  .action(async () => {
    const config = readConfig(process.env);
    const files = existingLogFiles(config);
    if (files.length === 0) throw new CommandFailed(`CANDOUR_DATA_DIR: there is no event log in ${config.dataDir}.`);
    const flaws: Flaw[] = [];
    for (const file of files) {
      const log = openSqliteLog(file);
      flaws.push(...(await log.verify()));
      await log.close();
    }
    for (const { position, stream, what } of flaws) console.error(`${stream} at ${position}: ${what}`);
    console.log(flaws.length === 0 ? "The log is whole." : `${flaws.length} flaws.`);
    process.exitCode = flaws.length === 0 ? 0 : 1;
  });

type ClientOptions = { readonly as?: string; readonly url?: string };

/** A client for whoever `--as` names in development, or for the bearer of CANDOUR_TOKEN. */
async function clientOf({ as, url }: ClientOptions): Promise<Client> {
  const config = readConfig(process.env);
  const token = as ? await tokenFor(config, as) : process.env.CANDOUR_TOKEN;
  if (!token) throw new CommandFailed("Say who you are: --as <person> in development, or a token in CANDOUR_TOKEN.");
  const at = url ?? `http://${config.host}:${config.port}`;
  if (!URL.canParse(at) || !/^https?:/.test(at)) throw new CommandFailed("--url: an address is wanted, http://127.0.0.1:4000.");
  return clientFor(at, token);
}

const imports = program.command("import").description("bring data into a running hub, through its own commands and rules");
const importCommand = (name: string, about: string) =>
  imports
    .command(name)
    .description(about)
    .argument("<file>")
    .option("--as <person>", "whom to be, in development")
    .option("--url <url>", "the hub's address");

importCommand("lg-inform", "published data: a CSV export of LG Inform")
  .option("--metric <id>", "reduced form only: the metric's number")
  .option("--label <text>", "reduced form only: what it measures")
  .option("--unit <text>", "reduced form only: its unit")
  .option("--value-type <type>", "reduced form only: its value type", "raw")
  .action(
    async (
      file: string,
      { metric, label, unit, valueType, ...who }: ClientOptions & Record<"metric" | "label" | "unit" | "valueType", string>,
    ) => {
      const series = await importLgInform(await clientOf(who), file, { metric, label, unit, valueType });
      console.log(`${series} series (a metric in a period) are held.`);
    },
  );

type LinesOptions = ClientOptions & { readonly fromLine: string; readonly report?: string };

for (const [name, about, run] of [
  ["people", "people and assignments: JSON Lines", importPeople],
  ["concerns", "concerns: JSON Lines, each the input of logConcern", importConcerns],
  ["support", "offers of support: a spreadsheet saved as CSV, a row an offer", importSupport],
] as const) {
  importCommand(name, about)
    .option("--from-line <number>", "start at this line", "1")
    .option("--report <file>", "write the refusals here, as JSON Lines")
    .action(async (file: string, { fromLine, report, ...who }: LinesOptions) => {
      const from = Number(fromLine);
      if (!Number.isInteger(from) || from < 1) throw new CommandFailed("--from-line: a line number, 1 or more.");
      if (report) writeReport(report, []);
      process.exitCode = printReport(await run(await clientOf(who), file, from), report);
    });
}

try {
  await program.parseAsync();
} catch (error) {
  const known = [CommandFailed, ConfigInvalid, PolicyInvalid, WrongMasterKey].some((kind) => error instanceof kind);
  console.error(known || isPortTaken(error) ? (error as Error).message : error);
  process.exit(1);
}

function isPortTaken(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") return false;
  error.message = "PORT: another program listens on this port. Give another one, PORT=4001 npm start.";
  return true;
}
