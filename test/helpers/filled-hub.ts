// Sends queries to a filled hub in a separate process, one after the other.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ArgumentValues } from "../examples/costly-questions.ts";
import type { QuestionCost, QuestionToFilledHub, SlowdownQuestion } from "./filled-hub-worker.ts";

export type FilledHub = {
  ask(asked: QuestionToFilledHub): Promise<QuestionCost>;
  /** How many times as long as usual work takes in the hub's process at present; at least 1. */
  slowdown(): Promise<number>;
  close(): Promise<void>;
};

export async function openFilledHub(dir: string, now: string): Promise<FilledHub> {
  const script = join(import.meta.dirname, "filled-hub-worker.ts");
  const child: ChildProcess = spawn(process.execPath, ["--expose-gc", script, dir, now], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("The process has ended: a question has taken it with it.");
    return value;
  };
  await line();
  const answerTo = async (asked: QuestionToFilledHub | SlowdownQuestion): Promise<unknown> => {
    child.stdin?.write(`${JSON.stringify(asked)}\n`);
    return JSON.parse(await line());
  };
  return {
    ask: async (asked) => (await answerTo(asked)) as QuestionCost,
    slowdown: async () => (await answerTo("slowdown")) as number,
    async close() {
      child.stdin?.end();
      await ended;
    },
  };
}

/** The arguments for the fields of the schema on a filled hub. */
export function argumentValuesFor(
  {
    concern,
    share,
    council,
    support,
    invitation,
    task,
  }: Readonly<Record<"concern" | "share" | "council" | "support" | "invitation" | "task", string>>,
  at: string,
): ArgumentValues {
  const parts = [
    "HEADLINE",
    "SUMMARY",
    "EVIDENCE",
    "UNSHARED_EVIDENCE",
    "PROTECTED_SOURCE",
    "CONVERSATIONS",
    "CHALLENGES",
    "SHARING_RECORD",
  ];
  const always = (value: string) => () => JSON.stringify(value);
  return {
    "Query.concern.id": always(concern),
    "Concern.share.id": always(share),
    "Concern.attachment.id": always(share),
    "Query.diary.region": always("E12000004"),
    "Query.regionCouncils.region": always("E12000004"),
    "Query.diary.from": always("2026-03-01"),
    "Query.diary.to": always("2026-05-31"),
    "Query.diaryFile.region": always("E12000004"),
    "Query.diaryFile.from": always("2026-03-01"),
    "Query.diaryFile.to": always("2026-05-31"),
    "Query.diaryFile.format": () => "ICS",
    "Query.support.id": always(support),
    "Query.submission.id": always(support),
    "Query.signal.id": always(support),
    "Query.person.id": always("adviser"),
    "Query.invitation.id": always(invitation),
    "Query.task.id": always(task),
    "Query.explain.part": (n) => parts[n % parts.length] ?? "HEADLINE",
    "Query.explain.person": (n) => JSON.stringify(`somebody-${n}`),
    "Query.concerns.filter": (n) => `{ text: "words nobody ${"repeated".slice(0, 1 + (n % 8))}" }`,
    "Query.pastConcern.at": always(at),
    "Query.overview.quarter": always("2026-Q1"),
    "Query.metric.id": always("990001"),
    "Query.council.code": always(council),
    "Metric.value.area": always(council),
    "Metric.value.period": always("fin_2024_25"),
    ...{ concern: always(concern), council: always(council), region: always("E12000004") },
    first: () => "100",
  };
}
