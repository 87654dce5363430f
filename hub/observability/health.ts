// Readiness: named conditions, each set by the code that detects it. Nothing polls.
import type { FollowerStatus } from "../../projections/runtime/follower.ts";
import type { Logger, LogLine } from "./logger.ts";

/** The effect of a problem: `failing`, the hub is not ready; `degraded`, it serves and an operator should check. */
export const CONDITIONS = {
  log: "failing",
  disclosures: "failing",
  keys: "failing",
  disk: "failing",
  readModels: "failing",
  nodes: "failing",
  clock: "failing",
  issuer: "degraded",
  mail: "degraded",
  quarantine: "degraded",
  verification: "degraded",
  fileHandles: "degraded",
} as const;
export type HealthCondition = keyof typeof CONDITIONS;

/** A stable code with ids, counts, positions and times. Never text that a person wrote. */
export type Problem = { readonly code: string; readonly detail?: Readonly<Record<string, string | number>> };

type HealthState = "ready" | "degraded" | "failing";
export type HealthReport = {
  readonly state: HealthState;
  /** In the order of CONDITIONS; `since` is an ISO 8601 instant. */
  readonly problems: readonly (Problem & { readonly condition: HealthCondition; readonly since: string })[];
};

export type Health = ReturnType<typeof openHealth>;

/** `changed` is called when a problem begins, ends or is replaced. */
export function openHealth(now: () => Date, changed: (condition: HealthCondition, problem: Problem | undefined) => void) {
  const problems = new Map<HealthCondition, Problem & { readonly since: string }>();
  return {
    /** Undefined clears the condition. `since` does not change while there is a problem, even if the problem changes. */
    set(condition: HealthCondition, problem: Problem | undefined): void {
      const before = problems.get(condition);
      if (problem === undefined) problems.delete(condition);
      else problems.set(condition, { ...problem, since: before?.since ?? now().toISOString() });
      if (before?.code !== problem?.code) changed(condition, problem);
    },
    report(): HealthReport {
      const all = (Object.keys(CONDITIONS) as HealthCondition[]).flatMap((condition) => {
        const problem = problems.get(condition);
        return problem ? [{ condition, ...problem }] : [];
      });
      const failing = all.some(({ condition }) => CONDITIONS[condition] === "failing");
      return { state: failing ? "failing" : all.length > 0 ? "degraded" : "ready", problems: all };
    },
  };
}

/** Logs a line for each change of a condition. */
export function reportToLog(logger: Logger): (condition: HealthCondition, problem: Problem | undefined) => void {
  return (condition, problem) => {
    if (!problem) {
      logger.info({ code: "CONDITION_HOLDS", condition }, "a readiness condition has no problem any more");
      return;
    }
    const line: LogLine = { code: "CONDITION_CHANGED", condition, problem: problem.code, detail: problem.detail };
    // Starts and rebuilds are normal.
    const level = problem.code === "READ_MODEL_BUILDING" ? "info" : "warn";
    logger[level](
      line,
      CONDITIONS[condition] === "failing" ? "the hub is not ready" : "the hub serves; an operator should check this",
    );
  };
}

/** One condition for all read models: while one is built, retries or lags, the hub is not ready. */
export function readModelReport(health: Health) {
  /** Read models that are not live -> "building", or the last failure. */
  const notLive = new Map<string, string>();
  const behind = new Set<string>();

  function report(): void {
    const words = [...notLive.values()];
    const code = words.some((word) => word !== "building")
      ? "READ_MODEL_RETRYING"
      : words.length > 0
        ? "READ_MODEL_BUILDING"
        : "READ_MODEL_BEHIND";
    const detail = Object.fromEntries([...[...behind].map((name) => [name, "behind"]), ...notLive]);
    health.set("readModels", Object.keys(detail).length > 0 ? { code, detail } : undefined);
  }

  return {
    state(name: string, { state, code }: Pick<FollowerStatus, "state" | "code">) {
      if (state === "live") notLive.delete(name);
      else notLive.set(name, state === "retrying" ? (code ?? state) : state);
      report();
    },
    /** Whether a model lacks events that were appended some time ago. */
    behind(name: string, isBehind: boolean) {
      if (isBehind === behind.has(name)) return;
      if (isBehind) behind.add(name);
      else behind.delete(name);
      report();
    },
  };
}
