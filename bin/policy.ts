// The policy from the command line: checked offline, tried out and published against a running hub.
import { randomUUID } from "node:crypto";
import { judgePolicy } from "../policies/check.ts";
import { type PolicyFiles, readPolicyFiles } from "../policies/policy.ts";
import { type Client, CommandFailed } from "./client.ts";

/** The policy files of a directory; of the hub's own where none is named. Throws CommandFailed when they cannot be read. */
function filesIn(dir: string | undefined): PolicyFiles {
  try {
    return readPolicyFiles(dir);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new CommandFailed(`The folder ${dir} cannot be read.`);
    throw error;
  }
}

const listOf = (files: PolicyFiles) => Object.entries(files).map(([name, text]) => ({ name, text }));

/** Prints every flaw, or that the policy holds. Returns the exit code. */
export async function checkPolicyFiles(dir: string | undefined): Promise<number> {
  const verdict = await judgePolicy(filesIn(dir));
  if (verdict.kind === "flawed") {
    for (const { why } of verdict.flaws) console.error(why);
    return 1;
  }
  console.log(`The policy holds: ${verdict.policy.texts.size} policies, version ${verdict.policy.version}.`);
  return 0;
}

type Seen = { readonly count: number; readonly concerns: readonly string[] };
type Shift = {
  readonly roles: readonly string[];
  readonly places: readonly string[];
  readonly people: number;
  readonly part: string;
  readonly gained: Seen;
  readonly lost: Seen;
};
type Simulated = {
  readonly simulatePolicy: {
    readonly version: string | null;
    readonly problems: readonly string[];
    readonly shifts: readonly Shift[];
    readonly complete: boolean;
  } | null;
};

const SIMULATE = `query($files: [CandidateFileInput!]!) { simulatePolicy(files: $files) { version problems complete
  shifts { roles places people part gained { count concerns } lost { count concerns } } } }`;

/** Prints who would gain or lose sight of what. Returns the exit code. */
export async function simulatePolicyFiles(client: Client, dir: string): Promise<number> {
  const { simulatePolicy: found } = await client.ask<Simulated>(SIMULATE, { files: listOf(filesIn(dir)) });
  if (!found) throw new CommandFailed("No policy lets you do that.");
  for (const problem of found.problems) console.error(problem);
  if (found.problems.length > 0) return 1;
  console.log(`Version ${found.version}:${found.shifts.length === 0 ? " nobody would see more or less of any concern." : ""}`);
  for (const shift of found.shifts) {
    const who = [shift.roles.join(", ") || "nobody's role", ...shift.places].join("; ");
    console.log(`${who} (${shift.people}), ${shift.part}: ${seen("gain", shift.gained)}${seen("lose", shift.lost)}`.trimEnd());
  }
  if (!found.complete) console.log("There is more than one answer holds.");
  return 0;
}

function seen(what: string, { count, concerns }: Seen): string {
  if (count === 0) return "";
  const more = count > concerns.length ? ` and ${count - concerns.length} more` : "";
  return `${what} ${count}: ${concerns.join(" ")}${more}. `;
}

type Published = {
  readonly publishPolicy: { readonly policy?: { readonly id: string }; readonly code?: string; readonly message?: string };
};

const PUBLISH = `mutation($input: PublishPolicyInput!) { publishPolicy(input: $input) {
  ... on PolicyPublished { policy { id } } ... on Refused { code message } } }`;

/** Puts the policy in force. Throws CommandFailed with the hub's refusal. */
export async function publishPolicyFiles(client: Client, dir: string, reason: string): Promise<void> {
  const input = { idempotencyKey: randomUUID(), files: listOf(filesIn(dir)), reason };
  const { publishPolicy } = await client.ask<Published>(PUBLISH, { input });
  if (!publishPolicy.policy) throw new CommandFailed(`${publishPolicy.code}: ${publishPolicy.message}`);
  console.log(`Version ${publishPolicy.policy.id} is in force.`);
}
