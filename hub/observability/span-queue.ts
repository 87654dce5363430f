// Queues spans for export within limits, and counts dropped spans.
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from "@opentelemetry/sdk-trace";
import type { Logger } from "./logger.ts";
import type { Telemetry } from "./telemetry.ts";
import type { TracingSettings } from "./tracing-settings.ts";

/** The number of spans in one export: encoding them blocks the thread for some milliseconds. */
const BATCH = 128;
/** The number of batches in a full queue. When the hub stops, all are exported together. */
export const MAX_EXPORTS = 16;
/** The least time between two log lines about dropped spans. */
const QUIET_MS = 600_000;

export type DropDeps = { readonly telemetry: Pick<Telemetry, "spansExported" | "spansDropped">; readonly logger: Logger };

/** Counts and logs dropped spans: at once, and then at most every ten minutes. */
export function reportDrops({ telemetry, logger }: DropDeps) {
  let [unlogged, nextLineAt] = [0, Number.NEGATIVE_INFINITY];
  return {
    exported: (spans: number) => telemetry.spansExported(spans),
    /** The trace was full, which is not a problem of the exporter. */
    leftOut: () => telemetry.spansDropped("trace-full", 1),
    dropped(reason: "queue-full" | "not-exported", spans: number, fault?: string) {
      telemetry.spansDropped(reason, spans);
      unlogged += spans;
      if (performance.now() < nextLineAt) return;
      logger.warn(
        { code: "SPANS_DROPPED", reason, spans: unlogged, ...(fault && { fault }) },
        "spans were dropped, because the collector does not accept them or is too slow; the hub continues",
      );
      unlogged = 0;
      nextLineAt = performance.now() + QUIET_MS;
    },
  };
}

/** Wraps OpenTelemetry's queue, and counts spans that it would drop and spans that the exporter fails to send. */
export function boundedQueue(
  exporter: SpanExporter,
  { delayMs, queueSize, timeoutMs }: Pick<TracingSettings, "delayMs" | "queueSize" | "timeoutMs">,
  drops: ReturnType<typeof reportDrops>,
) {
  let [waiting, sending] = [0, 0];
  let [isClosing, isAbandoned] = [false, false];
  let onEmpty = () => {};
  const counted: SpanExporter = {
    export(spans, done) {
      waiting -= spans.length;
      sending += spans.length;
      let timer: NodeJS.Timeout | undefined;
      const end = (result: Parameters<typeof done>[0]) => {
        if (!timer) return;
        clearTimeout(timer);
        timer = undefined;
        sending -= spans.length;
        if (isAbandoned) return;
        if (result.code === SUCCESS) drops.exported(spans.length);
        else drops.dropped("not-exported", spans.length, faultOf(result.error));
        done(result);
        if (waiting + sending === 0) onEmpty();
      };
      // The exporter's own timeout ends only silence, so a response that trickles needs this one.
      timer = setTimeout(() => end({ code: FAILURE }), timeoutMs + 1_000).unref();
      exporter.export(spans, end);
    },
    shutdown: () => exporter.shutdown(),
  };
  const inner = new BatchSpanProcessor({
    exporter: counted,
    ...{ maxQueueSize: queueSize, maxExportBatchSize: Math.min(queueSize, Math.max(BATCH, Math.ceil(queueSize / MAX_EXPORTS))) },
    ...{ scheduledDelayMillis: delayMs, exportTimeoutMillis: timeoutMs + 2_000 },
  });
  const processor: SpanProcessor = {
    onStart() {},
    onEnd(span) {
      if (isClosing) return drops.dropped("not-exported", 1, STOPPED);
      if (waiting >= queueSize) return drops.dropped("queue-full", 1);
      waiting += 1;
      inner.onEnd(span);
    },
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
  };
  return {
    processor,
    /** Sends all spans. Resolves when each was sent or has failed. */
    sendAll(): Promise<void> {
      isClosing = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      inner.shutdown().catch(() => {});
      if (waiting + sending === 0) resolve();
      return promise;
    },
    /** Drops the unsent spans. */
    abandon() {
      const left = waiting + sending;
      isAbandoned = true;
      if (left > 0) drops.dropped("not-exported", left, STOPPED);
    },
  };
}

const [SUCCESS, FAILURE] = [0, 1];
const STOPPED = "STOPPED";

/** Returns a code and never a message, because a message could contain the collector's response. */
function faultOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (typeof code === "number") return `HTTP_${code}`;
  return typeof code === "string" && /^[A-Z_0-9]{1,40}$/.test(code) ? code : "NO_ANSWER";
}
