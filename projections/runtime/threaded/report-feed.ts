// Passes on what the threads that apply events report, to further threads that read the same files.
import type { ApplyingReport } from "./applying-messages.ts";

/** What a thread that reads the files has to know. */
export type ReadModelReport = Extract<ApplyingReport, { kind: "file" | "state" | "quarantined" }>;
type Listener = (report: ReadModelReport) => void;

export type ReportFeed = {
  /** Other kinds of report are not passed on. */
  report(report: ApplyingReport): void;
  /** Calls the listener at once with the last reports of each read model, and then with each further one, in order. Returns what ends that. */
  follow(listener: Listener): () => void;
};

/**
 * In the order in which a listener that begins gets them: there is a file before it is live. Positions are not passed on: nobody waits for one in those
 * threads, which would be woken by each command.
 */
const KINDS = ["file", "quarantined", "state"] as const satisfies readonly ReadModelReport["kind"][];

const isPassedOn = (report: ApplyingReport): report is ReadModelReport => (KINDS as readonly string[]).includes(report.kind);

export function openReportFeed(): ReportFeed {
  const listeners = new Set<Listener>();
  const last = new Map<string, ReadModelReport>();
  return {
    report(report) {
      if (!isPassedOn(report)) return;
      last.set(`${report.kind} ${report.model}`, report);
      for (const listener of listeners) listener(report);
    },
    follow(listener) {
      for (const kind of KINDS) for (const report of last.values()) if (report.kind === kind) listener(report);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
