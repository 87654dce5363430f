// The commands of `candour` that use a running hub: each parses its options, calls the hub and prints.
import { type Command, Option } from "commander";
import { hubUrl, readConfig } from "../hub/config.ts";
import type { Report } from "../imports/outcome.ts";
import { LEDGER_FORMATS } from "../reference/ledger-formats.ts";
import { type Client, CommandFailed, clientFor, tokenFor } from "./client.ts";
import type { LedgerOptions } from "./ledger.ts";
import { print } from "./print.ts";

type ClientOptions = { readonly as?: string; readonly url?: string };

/** Returns the hub's address, and a token: of the person that `--as` names in development, or the one in CANDOUR_TOKEN. */
async function hubFor({ as, url }: ClientOptions): Promise<{ readonly url: string; readonly token: string }> {
  const config = readConfig(process.env);
  const token = as ? await tokenFor(config, as) : process.env.CANDOUR_TOKEN;
  if (!token) throw new CommandFailed("Say who you are. Use --as <person> in development, or set CANDOUR_TOKEN to a token.");
  const at = url ?? hubUrl(config);
  if (!URL.canParse(at) || !/^https?:/.test(at))
    throw new CommandFailed("--url: Enter an address, such as http://127.0.0.1:4000.");
  return { url: at, token };
}

const clientCommand = (parent: Command, name: string): Command =>
  parent
    .command(name)
    .option("--as <person>", "the person to sign in as, in development")
    .option("--url <url>", "the hub's address");

async function clientOf(options: ClientOptions): Promise<Client> {
  const { url, token } = await hubFor(options);
  return clientFor(url, token);
}

type Imports = typeof import("./imports.ts");
type ImportOptions = ClientOptions & { readonly report?: string };

/** `what` is the noun for a line of the file, singular and plural. */
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

/** Adds the commands to the program. */
export function addClientCommands(program: Command): void {
  program
    .command("ask")
    .description("send a GraphQL query to a running hub as a demonstration person, and print the answer as JSON")
    .argument("<query>", "a query, command or subscription; - for standard input")
    .requiredOption("--as <person>", "the person to sign in as; see: candour people")
    .option("--variables <json>", "the variables of the query, as a JSON object")
    .option("--url <url>", "the hub's address")
    .action(async (query: string, { variables, ...who }: ClientOptions & { readonly variables?: string }) => {
      const { askHub } = await import("./ask.ts");
      const { url, token } = await hubFor(who);
      process.exitCode = await askHub(url, token, query, variables);
    });

  program
    .command("schema")
    .description("print the GraphQL schema")
    .action(async () => {
      const { publishedSchema } = await import("../graphql/schema.ts");
      print(publishedSchema());
    });

  clientCommand(program, "ledger")
    .description("export a council's ledger: its concerns, who can see them and who opened them")
    .requiredOption("--council <code>", "the code of the council")
    .addOption(new Option("--format <format>", "the format").choices(LEDGER_FORMATS).default("json"))
    .option("--at <instant>", "the date and time to show, such as 2026-03-31T09:30:00Z; now if left out")
    .option("--out <file>", "write to this file, which only you can read; printed if left out")
    .action(async ({ council, format, at, out, ...who }: ClientOptions & LedgerOptions & { readonly out?: string }) => {
      const { fetchLedger, writeLedger } = await import("./ledger.ts");
      const { url, token } = await hubFor(who);
      const ledger = await fetchLedger(url, token, { council, format, at });
      if (out) writeLedger(out, ledger);
      else print(ledger);
    });

  const imports = program.command("import").description("import data into a running hub");
  const importCommand = (name: string, about: string) =>
    clientCommand(imports, name)
      .description(about)
      .argument("<file>", "the file to import; - for standard input")
      .option("--report <file>", "write the refusals to this file, as JSON Lines");

  importCommand("lg-inform", "import published data from a CSV export of LG Inform")
    .option("--metric <id>", "the number of the metric, for the reduced form")
    .option("--label <text>", "the name of the metric, for the reduced form")
    .option("--unit <text>", "the unit, for the reduced form")
    .option("--value-type <type>", "the value type, for the reduced form", "raw")
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
    ["people", "import people and assignments from JSON Lines", "importPeople"],
    ["concerns", "import concerns from JSON Lines", "importConcerns"],
    ["support", "import offers of support from a CSV file", "importSupport"],
  ] as const) {
    importCommand(name, about)
      .option("--from-line <number>", "the line to start at", "1")
      .action(async (file: string, { fromLine, ...options }: ImportOptions & { readonly fromLine: string }) => {
        const from = Number(fromLine);
        if (!Number.isInteger(from) || from < 1) throw new CommandFailed("--from-line: Enter a line number, 1 or more.");
        await runImport(options, ["line", "lines"], (imports, client) => imports[run](client, file, from));
      });
  }

  const policy = program.command("policy").description("check, try, get and publish the policy");
  policy
    .command("check")
    .description("check a folder of policies, without a hub")
    .argument("[folder]", "the folder to check; the policy of this release if left out")
    .action(async (folder: string | undefined) => {
      const { checkPolicyFiles } = await import("./policy.ts");
      process.exitCode = await checkPolicyFiles(folder);
    });
  clientCommand(policy, "simulate")
    .description("show who would gain or lose access if you published a folder of policies")
    .argument("<folder>", "the folder of policies")
    .action(async (folder: string, who: ClientOptions) => {
      const { simulatePolicyFiles } = await import("./policy.ts");
      process.exitCode = await simulatePolicyFiles(await clientOf(who), folder);
    });
  clientCommand(policy, "fetch")
    .description("write the policy in force to a new folder, so that you can change it")
    .argument("<folder>", "the folder of policies")
    .action(async (folder: string, who: ClientOptions) => {
      const { fetchPolicyFiles } = await import("./policy.ts");
      await fetchPolicyFiles(await clientOf(who), folder);
    });
  clientCommand(policy, "publish")
    .description("publish a folder of policies")
    .argument("<folder>", "the folder of policies")
    .requiredOption("--reason <text>", "why you publish it; this is recorded")
    .option("--based-on <version>", "the version that you changed; the one that policy fetch wrote if left out")
    .action(
      async (
        folder: string,
        { reason, basedOn, ...who }: ClientOptions & { readonly reason: string; readonly basedOn?: string },
      ) => {
        const { publishPolicyFiles } = await import("./policy.ts");
        await publishPolicyFiles(await clientOf(who), folder, { reason, basedOn });
      },
    );
}
