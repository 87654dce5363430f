// What became of every fault, counted by its kind. Each file of tests prints its own and leaves it for the table of all, which `npm run soak` prints at its
// end.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `stopped`: the hub does not recover although the cause has ended. */
const VERDICTS = ["held", "told", "told later", "lost", "wrongly served", "stopped"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Outcome = {
  readonly fault: string;
  readonly verdict: Verdict;
  /** How the hub reported the fault, or what was wrong. */
  readonly how: string;
};

type OfKind = Outcome & { readonly kind: string };

const FOLDER = join(import.meta.dirname, "../../../node_modules/.cache/faults");

/** A table with a line for each kind of fault, and then every fault with its outcome. */
export function reportOf(outcomes: readonly OfKind[]): string {
  mkdirSync(FOLDER, { recursive: true });
  for (const [kind, of] of Map.groupBy(outcomes, ({ kind }) => kind))
    writeFileSync(join(FOLDER, `${kind.replaceAll(/\W/g, "-")}.json`), JSON.stringify(of));
  return [table(outcomes), ...outcomes.map(({ fault, verdict, how }) => `${verdict}: ${fault} (${how})`)].join("\n");
}

function table(outcomes: readonly OfKind[]): string {
  const rows = [...Map.groupBy(outcomes, ({ kind }) => kind)].map(([kind, tried]) => {
    const counts = VERDICTS.map((verdict) => tried.filter((outcome) => outcome.verdict === verdict).length);
    return `| ${[kind, tried.length, ...counts].join(" | ")} |`;
  });
  const heads = ["fault", "tried", ...VERDICTS];
  return [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...rows].join("\n");
}

/** Before all files of tests: nothing is left of an earlier run. */
export function setup(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}

/** After all of them. */
export function teardown(): void {
  const outcomes = readdirSync(FOLDER).flatMap((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as OfKind[]);
  if (outcomes.length > 0) console.info(table(outcomes));
}
