// Metrics for Prometheus, in a registry for each hub. Labels come from the hub's own lists, so that no client can create a time
// series. A scrape reads only memory.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Position } from "../../event-log/port.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import { REFUSALS } from "../../services/refusals.ts";
import { MAIL_FAILURES, type MailFailure } from "../mail/mailer.ts";
import type { LastVerification } from "../verification/verification.ts";
import { CONDITIONS, type Health, type HealthCondition } from "./health.ts";

/** Error codes of responses, in addition to refusals of commands. Any other code is counted as OTHER. */
const ANSWER_CODES: readonly string[] = [
  ...["INTERNAL", "UNAVAILABLE", "NOT_READY", "RATE_LIMITED", "BUSY", "TOO_LARGE", "CANNOT_BE_READ"],
  ...["UNAUTHENTICATED", "NOT_FOUND", "BAD_REQUEST", "BAD_USER_INPUT", "METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE"],
];
/** Reasons for which tokens are refused, by the library's codes. */
const SIGN_IN_CODES: readonly string[] = [
  ...["ISSUER_UNAVAILABLE", "ERR_JWT_EXPIRED", "ERR_JWT_CLAIM_VALIDATION_FAILED", "ERR_JWT_INVALID", "ERR_JWS_INVALID"],
  ...["ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "ERR_JWKS_NO_MATCHING_KEY", "ERR_JWKS_MULTIPLE_MATCHING_KEYS"],
  ...["ERR_JOSE_ALG_NOT_ALLOWED", "ERR_JOSE_NOT_SUPPORTED"],
];
const OTHER = "OTHER";
/** Returns the code if it is one of the hub's. */
export const knownCode = (code: string): string => (ANSWER_CODES.includes(code) || code in REFUSALS ? code : OTHER);
/** Why spans were dropped: the queue was full, the collector did not accept them, or their trace was full. */
const DROPPED = ["queue-full", "not-exported", "trace-full"] as const;
type IntervalHistogram = ReturnType<typeof monitorEventLoopDelay>;

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type LogName = Exclude<StoreName, "keys">;
/** Values that each scrape reads from memory, at low cost. */
type Readings = {
  readonly health: Health;
  readonly streams: () => number;
  readonly models: () => readonly ModelPosition[];
  readonly position: (store: StoreName) => number;
  readonly quarantined: () => number;
  readonly verification: () => LastVerification | undefined;
};
export type ModelPosition = {
  readonly name: string;
  readonly isLive: boolean;
  readonly position: Position;
  readonly head: Position;
};
export type Telemetry = ReturnType<typeof openTelemetry>;

export function openTelemetry() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram<Label>({ name, help, labelNames, buckets: SECONDS, registers });
  /** `collect` sets the gauge at each scrape. */
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
    collect?: (to: Gauge<Label>) => void,
  ) =>
    new Gauge<Label>({
      ...{ name, help, labelNames, registers },
      ...(collect && {
        collect() {
          collect(this);
        },
      }),
    });

  const requests = histogram(
    "candour_request_seconds",
    "Time from the first byte of a request to the last byte of its response, by root field.",
    ["field"],
  );
  const streamsOpened = counter("candour_live_streams_opened_total", "Live streams that were opened, by root field.", ["field"]);
  const commands = counter("candour_commands_total", "Executed, refused and failed commands.", ["command", "outcome"]);
  const refusals = counter("candour_refusals_total", "Refusals and errors in responses, by code.", ["code"]);
  const signInFailures = counter("candour_sign_in_failures_total", "Refused tokens, by code.", ["code"]);
  const heldBack = counter(
    "candour_answers_held_back_total",
    "Answers withheld, because their disclosures could not be recorded.",
  );
  const readerQueries = counter(
    "candour_reader_queries_total",
    "Queries handed over to reader threads: answered, or returned to the serving thread.",
    ["outcome"],
  );
  const appends = histogram("candour_append_seconds", "Time of an append, from its request to the disk.", ["store"]);
  const commits = histogram("candour_commit_seconds", "Time of a commit, including its fsync.", ["store"]);
  const mailsSent = counter("candour_mails_sent_total", "Mails that the mail server accepted.");
  const mailsFailed = counter("candour_mails_failed_total", "Failed mails, by kind of failure.", ["failure"]);
  const spansExported = counter("candour_spans_exported_total", "Spans that the collector accepted.");
  const spansDropped = counter("candour_spans_dropped_total", "Dropped spans, by reason.", ["reason"]);
  const wal = gauge("candour_wal_bytes", "Size of the write-ahead file of a store.", ["store"]);
  const free = gauge("candour_disk_free_bytes", "Free space on the disk of the data folder.");
  const handles = gauge("process_open_fds", "Open file handles.");
  const handleLimit = gauge("process_max_fds", "Limit of open file handles.");
  for (const failure of MAIL_FAILURES) mailsFailed.inc({ failure }, 0);
  for (const code of ["INTERNAL", "UNAVAILABLE", "NOT_READY", "RATE_LIMITED"]) refusals.inc({ code }, 0);
  signInFailures.inc({ code: "ISSUER_UNAVAILABLE" }, 0);
  for (const reason of DROPPED) spansDropped.inc({ reason }, 0);
  // Process metrics have the names that standard dashboards use.
  gauge("process_resident_memory_bytes", "Resident memory of the process.", [], (to) => to.set(process.memoryUsage.rss()));
  gauge("nodejs_heap_size_used_bytes", "JavaScript heap in use.", [], (to) => to.set(process.memoryUsage().heapUsed));
  gauge("process_cpu_seconds_total", "Processor time used.", [], (to) => {
    const { user, system } = process.cpuUsage();
    to.set((user + system) / 1e6);
  });
  gauge("process_start_time_seconds", "When the process started.").set(Math.round(Date.now() / 1000 - process.uptime()));

  let delay: IntervalHistogram | undefined;
  return {
    registry,
    requests: {
      /** `fields` are the root fields of the schema. */
      answered: (fields: readonly string[], seconds: number) => {
        for (const field of fields) requests.observe({ field }, seconds);
      },
      opened: (field: string) => streamsOpened.inc({ field }),
    },
    refused: (code: string) => refusals.inc({ code: knownCode(code) }),
    signInFailed: (code: string) => signInFailures.inc({ code: SIGN_IN_CODES.includes(code) ? code : OTHER }),
    heldBack: () => heldBack.inc(),
    readerAnswered: (outcome: "answered" | "returned") => readerQueries.inc({ outcome }),
    command: (command: string, outcome: "done" | "refused" | "failed") => commands.inc({ command, outcome }),
    appended: (store: LogName, seconds: number) => appends.observe({ store }, seconds),
    committed: (store: StoreName, seconds: number) => commits.observe({ store }, seconds),
    spansExported: (spans: number) => spansExported.inc(spans),
    spansDropped: (reason: (typeof DROPPED)[number], spans: number) => spansDropped.inc({ reason }, spans),
    mailSent: () => mailsSent.inc(),
    mailFailed: (failure: MailFailure) => mailsFailed.inc({ failure }),
    disk(freeBytes: number, walBytes: Readonly<Record<string, number>>) {
      free.set(freeBytes);
      for (const [store, bytes] of Object.entries(walBytes)) wal.set({ store }, bytes);
    },
    handles(open: number, limit: number) {
      handles.set(open);
      handleLimit.set(limit);
    },
    /** Adds the gauges that are read from the hub after it is open. */
    read({ health, streams, models, position, quarantined, verification }: Readings) {
      gauge("candour_ready", "1 if the hub is ready: no condition is failing.", [], (to) =>
        to.set(health.report().state === "failing" ? 0 : 1),
      );
      gauge("candour_condition_problem", "1 while a readiness condition has a problem.", ["condition"], (to) => {
        const problems = new Set<HealthCondition>(health.report().problems.map(({ condition }) => condition));
        for (const condition of Object.keys(CONDITIONS) as HealthCondition[])
          to.set({ condition }, problems.has(condition) ? 1 : 0);
      });
      gauge("candour_live_streams", "Open live streams.", [], (to) => to.set(streams()));
      gauge("candour_position", "The last known position of a store.", ["store"], (to) => {
        for (const store of STORE_NAMES) to.set({ store }, position(store));
      });
      gauge(
        "candour_verification_end_timestamp_seconds",
        "When the last check of the stores ended; 0 before the first.",
        [],
        (to) => to.set(Date.parse(verification()?.at ?? "1970-01-01T00:00:00Z") / 1000),
      );
      gauge("candour_verification_flaws", "Flaws found by the last check of the stores.", [], (to) =>
        to.set(verification()?.flaws ?? 0),
      );
      gauge("candour_quarantined_streams", "Unreadable streams.", [], (to) => to.set(quarantined()));
      gauge("candour_read_model_lag_events", "Positions by which a read model lags its log.", ["read_model"], (to) => {
        for (const { name, position, head } of models())
          to.set({ read_model: name }, Math.max(0, Number(head) - Number(position)));
      });
      gauge("candour_read_model_position", "The last position that a read model has applied.", ["read_model"], (to) => {
        for (const { name, position } of models()) to.set({ read_model: name }, Number(position));
      });
    },
    /** Starts measuring the lag of the event loop. */
    watchEventLoop() {
      delay = monitorEventLoopDelay({ resolution: 10 });
      delay.enable();
      const at = (name: string, seconds: (histogram: IntervalHistogram) => number) =>
        gauge(name, "Lag of the event loop since the last scrape.", [], (to) => to.set(delay ? seconds(delay) : 0));
      at("nodejs_eventloop_lag_p50_seconds", (of) => of.percentile(50) / 1e9);
      at("nodejs_eventloop_lag_p99_seconds", (of) => of.percentile(99) / 1e9);
      at("nodejs_eventloop_lag_max_seconds", (of) => of.max / 1e9);
    },
    /** Returns the metrics in Prometheus's format. */
    async text(): Promise<string> {
      const text = await registry.metrics();
      delay?.reset();
      return text;
    },
    stop() {
      delay?.disable();
      delay = undefined;
    },
  };
}
