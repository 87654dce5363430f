// Wrap stores, keys, mail and issuer, and report their failures to readiness and metrics. Nothing else changes.

import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { faultOf, type StoreFault } from "../../event-log/faults.ts";
import type { KeyStore } from "../../event-log/keys/port.ts";
import { type Append, type EventLog, LogUnavailable, type Position } from "../../event-log/port.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import { StoreGivenUp } from "../../event-log/stores/owned-store.ts";
import { streamParts } from "../../event-log/stream-name.ts";
import { kindOf, LOG_STREAMS } from "../../services/streams.ts";
import { type Mailer, MailFailed } from "../mail/mailer.ts";
import type { Health, HealthCondition, Problem } from "./health.ts";
import type { Observers } from "./observers.ts";
import { NO_SPAN } from "./trace.ts";

/** Sets a condition on failure, and on the next success clears it if this reporter set it. */
function reporter(health: Pick<Health, "set">, condition: HealthCondition) {
  let isSet = false;
  return (problem: Problem | undefined) => {
    if (!problem && !isSet) return;
    isSet = problem !== undefined;
    health.set(condition, problem);
  };
}

type StoreReports = ReturnType<typeof storeReports>;

const FULL = new Set(["SQLITE_FULL", "ENOSPC", "EDQUOT"]);

/** `onFull` is called when a store reports that the disk is full. */
export function storeReports(health: Pick<Health, "set">, onFull: () => void) {
  // The next check of the stores reports the extent of the damage, or clears the condition.
  const metDamage = (store: StoreName, fault: StoreFault) => {
    if (fault.kind === "damaged") health.set("verification", { code: "STORE_DAMAGED", detail: { store, fault: fault.code } });
  };
  const report = Object.fromEntries(STORE_NAMES.map((store) => [store, reporter(health, store)])) as Readonly<
    Record<StoreName, ReturnType<typeof reporter>>
  >;
  return {
    /** Reports why a store could not write. */
    failed(store: StoreName, error: unknown): void {
      // Reported elsewhere, and its cause would take the place of that.
      if (error instanceof StoreGivenUp) return;
      // A faulty command is not a failure of the store.
      const fault = faultOf(error instanceof LogUnavailable ? error.cause : error);
      if (!fault || fault.code === "LOG_UNAVAILABLE") return;
      const isFull = FULL.has(fault.code);
      report[store]({ code: isFull ? "DISK_FULL" : "WRITE_FAILED", detail: { fault: fault.code } });
      if (isFull) onFull();
      // The condition is not cleared by later writes, which may succeed in other parts of the file.
      metDamage(store, fault);
    },
    /** Reports a failed read: a damaged file needs an operator, even if most of it is readable. */
    readFailed(store: StoreName, error: unknown): void {
      const fault = faultOf(error instanceof LogUnavailable ? error.cause : error);
      if (fault) metDamage(store, fault);
    },
    /** Reports a write that has taken ten seconds and goes on. */
    stalled: (store: StoreName): void => report[store]({ code: "WRITE_STALLED" }),
    written: (store: StoreName): void => report[store](undefined),
  };
}

const STREAMS = { log: LOG_STREAMS, disclosures: DISCLOSURE_STREAMS } as const;

/** Returns a log that measures, traces and reports its appends. */
export async function reportingLog(
  log: EventLog,
  store: Exclude<StoreName, "keys">,
  { reports, telemetry, trace }: Pick<Observers, "telemetry" | "trace"> & { readonly reports: StoreReports },
) {
  let last: Position = await log.head();
  const read =
    <Args extends unknown[], Result>(reading: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> =>
      reading(...args).catch((error) => {
        reports.readFailed(store, error);
        throw error;
      });
  const reported: EventLog = {
    ...log,
    readStream: read(log.readStream),
    readStreams: read(log.readStreams),
    readAll: read(log.readAll),
    outcomeOf: read(log.outcomeOf),
    streams: read(log.streams),
    append: (append) =>
      trace.span("append", { "candour.store": store }, async (span) => {
        const began = performance.now();
        try {
          const outcome = await log.append(append);
          telemetry.appended(store, (performance.now() - began) / 1000);
          if (outcome.kind === "appended") {
            if (outcome.position > last) last = outcome.position;
            if (!outcome.repeated) reports.written(store);
          }
          if (span !== NO_SPAN) span.set({ ...whatOf(append), "candour.outcome": outcome.kind });
          return outcome;
        } catch (error) {
          reports.failed(store, error);
          throw error;
        }
      }),
  };
  /** Gives only the category, because the rest of a stream name is an id. */
  const whatOf = ({ stream, events }: Append) => ({
    "candour.stream_kind": kindOf(STREAMS[store], streamParts(stream).category)?.category ?? "other",
    "candour.events": events.length,
  });
  return {
    log: reported,
    /** Read from memory. */
    last: () => last,
  };
}

export function reportingKeys(keys: KeyStore, reports: StoreReports): KeyStore {
  const reportedRead =
    <Args extends unknown[], Result>(read: (...args: Args) => Result) =>
    (...args: Args): Result => {
      try {
        return read(...args);
      } catch (error) {
        reports.readFailed("keys", error);
        throw error;
      }
    };
  const reportedWrite =
    <Args extends unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        const result = await write(...args);
        reports.written("keys");
        return result;
      } catch (error) {
        reports.failed("keys", error);
        throw error;
      }
    };
  return {
    ...keys,
    ...{ newKey: reportedWrite(keys.newKey), destroy: reportedWrite(keys.destroy) },
    ...{ unseal: reportedRead(keys.unseal), seal: reportedRead(keys.seal) },
    ...{ unsealBytes: reportedRead(keys.unsealBytes), sealBytes: reportedRead(keys.sealBytes) },
  };
}

/** The number of consecutive failed mails after which an operator should check. */
const FAILED_MAILS = 3;

export function reportingMailer(mailer: Mailer, { health, telemetry, trace }: Omit<Observers, "logger">): Mailer {
  const report = reporter(health, "mail");
  let failed = 0;
  return {
    ...mailer,
    send: (notice) =>
      trace.span("mail.send", {}, async (span) => {
        try {
          await mailer.send(notice);
          telemetry.mailSent();
          span.set({ "candour.outcome": "sent" });
          failed = 0;
          report(undefined);
        } catch (error) {
          const failure = error instanceof MailFailed ? error.failure : "not-taken";
          telemetry.mailFailed(failure);
          span.set({ "candour.outcome": failure });
          // A refused mail does not mean that the server has a problem.
          if (failure !== "refused") failed += 1;
          if (failed >= FAILED_MAILS) report({ code: "MAIL_NOT_TAKEN", detail: { failed } });
          throw error;
        }
      }),
  };
}

/** Issuer -> a function that takes whether a fetch of its keys succeeded. The condition ends when the keys of every issuer were fetched. */
export function issuerReports(health: Health): (issuer: string) => (isFetched: boolean) => void {
  const report = reporter(health, "issuer");
  const unavailable = new Set<string>();
  return (issuer) => (isFetched) => {
    if (isFetched) unavailable.delete(issuer);
    else unavailable.add(issuer);
    report(unavailable.size > 0 ? { code: "ISSUER_UNAVAILABLE", detail: { issuers: [...unavailable].join(", ") } } : undefined);
  };
}
