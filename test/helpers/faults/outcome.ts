// What becomes of a damaged folder: whether the hub serves from it, and whether what it serves is what was there. A fault is held when nothing is
// missing; told when the hub says that something is; told later when it cannot know by itself, and the check of the stores finds it; and otherwise
// lost or wrongly served: those two may never come about.
import { findDataFolder } from "../../../hub/folder/data-folder.ts";
import { nameOf } from "../../../hub/observability/logger.ts";
import { verifyStores } from "../../../hub/verification/verify.ts";
import type { Outcome, Verdict } from "./table.ts";
import { type Answers, answersOf, opened, type Template } from "./template.ts";

/** Opens the hub on a damaged copy and compares its contents and responses with the template's. */
export async function outcomeOf(fault: string, template: Template, dir: string): Promise<Outcome> {
  const said = (verdict: Verdict, how: string): Outcome => ({ fault, verdict, how });
  let hub: Awaited<ReturnType<typeof opened>>["hub"];
  try {
    ({ hub } = await opened(dir, template.now));
  } catch (error) {
    return said("told", `does not start: ${error instanceof Error ? error.message : nameOf(error)}`);
  }
  try {
    const live = await hub.live().then(
      () => true,
      () => false,
    );
    const why = () =>
      hub.health
        .report()
        .problems.map(({ condition, code }) => `${condition} ${code}`)
        .join(", ");
    if (!live || hub.health.report().state === "failing") return said("told", `not ready: ${why()}`);
    const wrong = differing(template.answers, await answersOf(hub, template.concerns));
    const changed = wrong.filter(([, is, was]) => !isRefused(is) && !saysLess(is, was));
    // The hub has reported by now what the queries found.
    if (hub.health.report().state !== "ready" && changed.length === 0) return said("told", why());
    // A changed bit in a row of a read model, or a stream that was rewritten with its hash chain, cannot be detected.
    const { count, unchecked } = await verifyStores(findDataFolder(hub.config), { now: template.now });
    if (count + unchecked.length > 0) return said("told later", `${wrong.length} answers differ; the check finds ${count} flaws`);
    if (wrong.length > 0) return said("wrongly served", `${wrong.length} answers differ: ${wrong[0]?.[0]}; ${why()}`);
    const missing = await missingEvents(template, hub);
    return missing > 0 ? said("lost", `${missing} events, ready`) : said("held", "");
  } finally {
    await hub.close();
  }
}

/** Acknowledged events that the logs lack at their positions. */
async function missingEvents(template: Template, hub: Awaited<ReturnType<typeof opened>>["hub"]): Promise<number> {
  let missing = 0;
  for (const [log, expected] of [
    [hub.log, template.events],
    [hub.disclosures, template.disclosed],
  ] as const) {
    const held = new Map(
      (await log.readAll("", Number.MAX_SAFE_INTEGER)).map(({ position, stream, version, id }) => [
        position,
        `${stream} ${version} ${id}`,
      ]),
    );
    for (const [position, event] of expected) if (held.get(position) !== event) missing += 1;
  }
  return missing;
}

type Differing = readonly [question: string, is: string, was: string];
const differing = (expected: Answers, given: Answers): readonly Differing[] =>
  [...expected].flatMap(([question, was]) => {
    const is = given.get(question) ?? "";
    return is === was ? [] : [[question, is, was] as const];
  });

/** Whether a response has no text and no number that it did not have before, so that data is only missing and never different. */
function saysLess(is: string, was: string): boolean {
  const before = new Set<unknown>([...valuesIn(was), "SUSPENDED"]);
  return valuesIn(is).every((value) => before.has(value));
}

function valuesIn(answer: string): readonly unknown[] {
  const values: unknown[] = [];
  JSON.parse(answer, (_, value) => {
    if (typeof value === "string" || typeof value === "number") values.push(value);
    return value;
  });
  return values;
}

/** An error response. */
const isRefused = (answer: string): boolean => {
  const { codes } = JSON.parse(answer || "{}") as { codes?: readonly string[] };
  return codes?.every((code) => ["CANNOT_BE_READ", "NOT_READY", "UNAVAILABLE"].includes(code)) ?? false;
};
