// Every command of `candour` with its options: parses, calls, prints.
import { Command, Option } from "commander";
import { demonstrationPeople } from "../demonstration/people.ts";
import { ConfigInvalid, hubUrl, readConfig } from "../hub/config.ts";
import type { Report } from "../imports/outcome.ts";
import packageFile from "../package.json" with { type: "json" };
import { type Client, CommandFailed, clientFor, tokenFor } from "./client.ts";
import type { HeldSignals } from "./held-signals.ts";
import type { LedgerOptions } from "./ledger.ts";
import { print } from "./print.ts";

// What one command alone needs is imported in its action, so that the others start without it.
export const program = new Command("candour")
  .description("An intelligence-sharing hub with consent controls for English local government.")
  .version(packageFile.version, "-V, --version", "print the release");

const serve = program.command("serve").description("serve the hub");

program
  .command("init")
  .description("make the data folder of a new hub; in development serve makes it by itself")
  .action(async () => {
    const { initHub } = await import("./stores.ts");
    console.log(await initHub(readConfig(process.env)));
  });

program
  .command("accept-loss")
  .description("go on without data that is lost, with the hub stopped: the loss is put on record, and the hub starts again")
  .requiredOption("--reason <text>", "why it is lost and cannot be brought back; it is stored encrypted")
  .action(async ({ reason }: { reason: string }) => {
    const { acceptLosses } = await import("./stores.ts");
    console.log(await acceptLosses(readConfig(process.env), reason));
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
  .description("check every file of the data folder and each against the others; reads only, beside a running hub too")
  .option("--json", "print what was found as JSON")
  .action(async (options: { readonly json?: boolean }) => {
    const { verify } = await import("./verify.ts");
    process.exitCode = await verify(readConfig(process.env), options);
  });

program
  .command("confirm-clock")
  .description("say that the clock is right, though what is on record speaks against it; on the stopped hub")
  .requiredOption("--reason <text>", "why; it goes on record")
  .action(async ({ reason }: { reason: string }) => {
    const [{ confirmClock }, { createLogger }] = await Promise.all([
      import("../hub/clock/confirm-clock.ts"),
      import("../hub/observability/logger.ts"),
    ]);
    const config = readConfig(process.env);
    const said = await confirmClock(config, reason, new Date(), createLogger(config.logLevel));
    console.log(
      said
        ? `The clock is confirmed. It says ${said.confirmed}; it was last believed at ${said.lastBelieved}. What waited goes on when the hub is started.`
        : "The clock is believed. There is nothing to confirm.",
    );
  });

program
  .command("check")
  .description(
    "try this release on the data folder before it is started there: every event, stream, read model and the policy; reads only",
  )
  .option("--json", "print what was found as JSON")
  .action(async (options: { readonly json?: boolean }) => {
    const { check } = await import("./verify.ts");
    process.exitCode = await check(readConfig(process.env), options);
  });

const quarantine = program.command("quarantine").description("streams that cannot be read: everything else goes on without them");
quarantine
  .command("list")
  .description("list them; reads only, beside a running hub too")
  .option("--json", "print them as JSON")
  .action(async (options: { readonly json?: boolean }) => {
    const { listQuarantine } = await import("./quarantine.ts");
    listQuarantine(readConfig(process.env), options);
  });
quarantine
  .command("retry")
  .description("have the running hub read them again, after a repair")
  .action(async () => {
    const { retryQuarantine } = await import("./quarantine.ts");
    retryQuarantine(readConfig(process.env));
  });

type ClientOptions = { readonly as?: string; readonly url?: string };

/** The hub's address, and a token for whoever `--as` names in development, or the one in CANDOUR_TOKEN. */
async function hubFor({ as, url }: ClientOptions): Promise<{ readonly url: string; readonly token: string }> {
  const config = readConfig(process.env);
  const token = as ? await tokenFor(config, as) : process.env.CANDOUR_TOKEN;
  if (!token) throw new CommandFailed("Say who you are: --as <person> in development, or a token in CANDOUR_TOKEN.");
  const at = url ?? hubUrl(config);
  if (!URL.canParse(at) || !/^https?:/.test(at))
    throw new CommandFailed("--url: Enter an address, such as http://127.0.0.1:4000.");
  return { url: at, token };
}

async function clientOf(options: ClientOptions): Promise<Client> {
  const { url, token } = await hubFor(options);
  return clientFor(url, token);
}

program
  .command("ask")
  .description(
    "ask a running hub a GraphQL question as a person of the demonstration, in development; its answer is printed as JSON",
  )
  .argument("<question>", "a query, command or subscription; - for standard input")
  .requiredOption("--as <person>", "whom to be; see: candour people")
  .option("--variables <json>", "the question's variables, a JSON object")
  .option("--url <url>", "the hub's address")
  .action(async (question: string, { variables, ...who }: ClientOptions & { readonly variables?: string }) => {
    const { askHub } = await import("./ask.ts");
    const { url, token } = await hubFor(who);
    process.exitCode = await askHub(url, token, question, variables);
  });

program
  .command("schema")
  .description("print the GraphQL schema as the hub serves it, in the schema definition language")
  .action(async () => {
    const { schemaText } = await import("../graphql/schema.ts");
    print(schemaText());
  });

program
  .command("ledger")
  .description("export a council's ledger, for the council: everything held about it, who has it and who opened it")
  .requiredOption("--council <code>", "the council's code")
  .addOption(new Option("--format <format>", "how").choices(["json", "csv", "html"]).default("json"))
  .option("--at <instant>", "as it was at a past moment, 2026-03-31T09:30:00Z")
  .option("--out <file>", "write it here, readable by you alone; otherwise it is printed")
  .option("--as <person>", "whom to be, in development")
  .option("--url <url>", "the hub's address")
  .action(async ({ council, format, at, out, ...who }: ClientOptions & LedgerOptions & { readonly out?: string }) => {
    const { fetchLedger, writeLedger } = await import("./ledger.ts");
    const { url, token } = await hubFor(who);
    const ledger = await fetchLedger(url, token, { council, format, at });
    if (out) writeLedger(out, ledger);
    else print(ledger);
  });

const imports = program.command("import").description("bring data into a running hub, through its own commands and rules");
const importCommand = (name: string, about: string) =>
  imports
    .command(name)
    .description(about)
    .argument("<file>", "- for standard input")
    .option("--as <person>", "whom to be, in development")
    .option("--url <url>", "the hub's address")
    .option("--report <file>", "write the refusals here, as JSON Lines");

type Imports = typeof import("./imports.ts");
type ImportOptions = ClientOptions & { readonly report?: string };

/** Carries out an import and prints what became of it. `what` is what a line of it is called, one and several. */
async function runImport(
  { report, ...who }: ImportOptions,
  what: readonly [one: string, several: string],
  run: (imports: Imports, client: Client) => Promise<Report>,
): Promise<void> {
  const imports = await import("./imports.ts");
  const { printReport, writeReport } = imports;
  const client = await clientOf(who);
  if (report) writeReport(report, []);
  const imported = await run(imports, client);
  if (report) writeReport(report, imported.imported);
  process.exitCode = printReport(imported, what);
}

importCommand("lg-inform", "published data: a CSV export of LG Inform")
  .option("--metric <id>", "reduced form only: the metric's number")
  .option("--label <text>", "reduced form only: what it measures")
  .option("--unit <text>", "reduced form only: its unit")
  .option("--value-type <type>", "reduced form only: its value type", "raw")
  .action(
    async (
      file: string,
      { metric, label, unit, valueType, ...options }: ImportOptions & Record<"metric" | "label" | "unit" | "valueType", string>,
    ) => {
      await runImport(options, ["series", "series"], ({ importMetrics }, client) =>
        importMetrics(client, file, { metric, label, unit, valueType }),
      );
    },
  );

for (const [name, about, run] of [
  ["people", "people and assignments: JSON Lines", "importPeople"],
  ["concerns", "concerns: JSON Lines, each the input of logConcern", "importConcerns"],
  ["support", "offers of support: a spreadsheet saved as CSV, a row an offer", "importSupport"],
] as const) {
  importCommand(name, about)
    .option("--from-line <number>", "start at this line", "1")
    .action(async (file: string, { fromLine, ...options }: ImportOptions & { readonly fromLine: string }) => {
      const from = Number(fromLine);
      if (!Number.isInteger(from) || from < 1) throw new CommandFailed("--from-line: a line number, 1 or more.");
      await runImport(options, ["line", "lines"], (imports, client) => imports[run](client, file, from));
    });
}

const policy = program.command("policy").description("the policy: who may see and do what");
policy
  .command("check")
  .description("check a folder of policies offline: the principles as they are, and no policy that can never take effect")
  .argument("[folder]", "the hub's own when left out")
  .action(async (folder: string | undefined) => {
    const { checkPolicyFiles } = await import("./policy.ts");
    process.exitCode = await checkPolicyFiles(folder);
  });
policy
  .command("simulate")
  .description("who would gain or lose sight of what, if a folder of policies were published on a running hub")
  .argument("<folder>")
  .option("--as <person>", "whom to be, in development")
  .option("--url <url>", "the hub's address")
  .action(async (folder: string, who: ClientOptions) => {
    const { simulatePolicyFiles } = await import("./policy.ts");
    process.exitCode = await simulatePolicyFiles(await clientOf(who), folder);
  });
policy
  .command("fetch")
  .description("write the policy in force on a running hub into a new folder, to begin a change with")
  .argument("<folder>")
  .option("--as <person>", "whom to be, in development")
  .option("--url <url>", "the hub's address")
  .action(async (folder: string, who: ClientOptions) => {
    const { fetchPolicyFiles } = await import("./policy.ts");
    await fetchPolicyFiles(await clientOf(who), folder);
  });
policy
  .command("publish")
  .description("put a folder of policies in force on a running hub")
  .argument("<folder>")
  .requiredOption("--reason <text>", "why; it stands beside the version")
  .option("--based-on <version>", "the version it was made from; what policy fetch wrote, when left out")
  .option("--as <person>", "whom to be, in development")
  .option("--url <url>", "the hub's address")
  .action(
    async (
      folder: string,
      { reason, basedOn, ...who }: ClientOptions & { readonly reason: string; readonly basedOn?: string },
    ) => {
      const { publishPolicyFiles } = await import("./policy.ts");
      await publishPolicyFiles(await clientOf(who), folder, { reason, basedOn });
    },
  );

/** Runs the command that the process was started with, and says what stopped it. `held` are signals that came before. */
export async function runProgram(held: HeldSignals | undefined): Promise<void> {
  serve.action(async () => {
    const { serveHub } = await import("./serve.ts");
    await serveHub(readConfig(process.env), held);
  });
  try {
    await program.parseAsync();
  } catch (error) {
    const { reportError } = await import("./report-error.ts");
    process.exit(reportError(error));
  }
}
