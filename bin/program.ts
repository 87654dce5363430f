// Every command of `candour` with its options: parses them, calls the function, and prints.
import { Command, Option } from "commander";
import { demonstrationPeople } from "../demonstration/people.ts";
import { readConfig } from "../hub/config.ts";
import { ConfigInvalid } from "../hub/exit-codes.ts";
import packageFile from "../package.json" with { type: "json" };
import { tokenFor } from "./client.ts";
import { addClientCommands } from "./client-commands.ts";
import type { EarlySignals } from "./early-signals.ts";
import type { MigrateOptions } from "./stores.ts";

// Modules that only one command needs are imported in its action, so that the others start faster.
export const program = new Command("candour")
  .description("An intelligence-sharing hub with consent controls for English local government.")
  .version(packageFile.version, "-V, --version", "print the version");

const serve = program.command("serve").description("serve the hub");

program
  .command("init")
  .description("make the data folder of a new hub; in development, serve does this")
  .action(async () => {
    const { initHub } = await import("./stores.ts");
    console.log(await initHub(readConfig(process.env)));
  });

program
  .command("accept-loss")
  .description("record that data is lost, so that the stopped hub can start again")
  .requiredOption("--reason <text>", "why the data is lost and cannot be restored; stored encrypted")
  .action(async ({ reason }: { reason: string }) => {
    const { acceptLosses } = await import("./stores.ts");
    console.log(await acceptLosses(readConfig(process.env), reason));
  });

program
  .command("migrate")
  .description("move the logs or the keyring of the stopped hub between the files of its data folder and shared stores")
  .addOption(
    new Option("--to <store>", "where the logs go: the cluster of CANDOUR_KURRENTDB_URL, or files").choices(["cluster", "files"]),
  )
  .addOption(
    new Option("--keyring <store>", "where the keyring goes: the database of CANDOUR_KEYRING_URL, or a file")
      .choices(["postgres", "file"])
      .conflicts("to"),
  )
  .action(async (options: MigrateOptions) => {
    const { migrateStores } = await import("./stores.ts");
    console.log(await migrateStores(readConfig(process.env), options));
  });

program
  .command("people")
  .description("list the demonstration people, in development")
  .action(() => {
    if (!readConfig(process.env).development) throw new ConfigInvalid("There are no demonstration people in production.");
    const width = Math.max(...demonstrationPeople.map(({ id }) => id.length));
    for (const { id, name, about } of demonstrationPeople) console.log(`${id.padEnd(width)}  ${about}: ${name}`);
  });

program
  .command("token")
  .description("print a token for a demonstration person")
  .requiredOption("--as <person>", "the person to sign in as; see: candour people")
  .action(async ({ as }: { as: string }) => {
    console.log(await tokenFor(readConfig(process.env), as));
  });

program
  .command("verify")
  .description("check the files of the data folder; changes nothing, and works while the hub runs")
  .option("--json", "print the result as JSON")
  .action(async (options: { readonly json?: boolean }) => {
    const { verify } = await import("./verify.ts");
    process.exitCode = await verify(readConfig(process.env), options);
  });

program
  .command("confirm-clock")
  .description("confirm that the clock is right, with the hub stopped, when the hub does not believe it")
  .requiredOption("--reason <text>", "why the clock is right; this is recorded")
  .action(async ({ reason }: { reason: string }) => {
    const [{ confirmClock }, { createLogger }] = await Promise.all([
      import("../hub/clock/confirm-clock.ts"),
      import("../hub/observability/logger.ts"),
    ]);
    const config = readConfig(process.env);
    const clock = await confirmClock(config, reason, new Date(), createLogger(config.logLevel));
    console.log(
      clock
        ? `The clock is confirmed. It says ${clock.confirmed}, and was last believed at ${clock.lastBelieved}. Start the hub: candour serve.`
        : "The clock is believed. There is nothing to confirm.",
    );
  });

program
  .command("check")
  .description("check that this release can use the data folder, before you start it; changes nothing")
  .option("--json", "print the result as JSON")
  .action(async (options: { readonly json?: boolean }) => {
    const { check } = await import("./verify.ts");
    process.exitCode = await check(readConfig(process.env), options);
  });

program
  .command("end-sessions")
  .description("sign people out of the pages at once, on every hub; works while the hub runs")
  .option("--person <id>", "the person to sign out")
  .option("--all", "sign everybody out")
  .action(async (options: { readonly person?: string; readonly all?: boolean }) => {
    const { endSessions } = await import("./end-sessions.ts");
    console.log(await endSessions(readConfig(process.env), options));
  });

program
  .command("invite-first-officer")
  .description("invite the first information governance officer, with the hub stopped, on a hub without people")
  .requiredOption("--name <name>", "their name")
  .requiredOption("--address <address>", "their own email address at work, with which they sign in")
  .action(async (who: { readonly name: string; readonly address: string }) => {
    const { inviteFirstOfficer } = await import("./invite-first-officer.ts");
    console.log(await inviteFirstOfficer(readConfig(process.env), who));
  });

const quarantine = program.command("quarantine").description("records that cannot be read and are left out");
quarantine
  .command("list")
  .description("list them; changes nothing, and works while the hub runs")
  .option("--json", "print them as JSON")
  .action(async (options: { readonly json?: boolean }) => {
    const { listQuarantine } = await import("./quarantine.ts");
    listQuarantine(readConfig(process.env), options);
  });
quarantine
  .command("retry")
  .description("tell the running hub to read them again, after a repair")
  .action(async () => {
    const { retryQuarantine } = await import("./quarantine.ts");
    retryQuarantine(readConfig(process.env));
  });

addClientCommands(program);

/** Runs the command of the process's arguments, and reports an error. `early` are signals that arrived before. */
export async function runProgram(early: EarlySignals | undefined): Promise<void> {
  serve.action(async () => {
    // Refuses invalid settings before it loads the rest, which takes a second.
    const config = readConfig(process.env);
    const { serveHub } = await import("./serve.ts");
    await serveHub(config, early);
  });
  try {
    await program.parseAsync();
  } catch (error) {
    const { reportError } = await import("./report-error.ts");
    process.exit(reportError(error));
  }
}
