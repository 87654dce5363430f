// Spans by OpenTelemetry, exported by OTLP over HTTP. Loaded only where it is configured. OpenTelemetry's global state is not
// used: each hub has its own provider and context.
import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  type Link,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { RELEASE } from "../verification/release.ts";
import type { Logger } from "./logger.ts";
import type { Telemetry } from "./telemetry.ts";
import { NO_SPAN, type RequestTrace, type Span, type SpanAttributes, type SpanName, type Trace } from "./trace.ts";
import type { TracingSettings } from "./tracing-settings.ts";

/** Spans in one export: encoding them blocks the thread for some milliseconds. */
const BATCH = 128;
/** Batches in a full queue. When the hub stops, all of them are exported at once. */
const MOST_EXPORTS = 16;
/** Spans in one trace, and among them those of frequent kinds. */
const MOST_SPANS = 250;
const MOST_FREQUENT = 100;
const FREQUENT: ReadonlySet<SpanName> = new Set(["read", "policy.decide"]);
const CLOSING_MS = 2_000;
/** The least time between two log lines about dropped spans. */
const QUIET_MS = 600_000;

/** The state of one trace that its further spans depend on. */
type Tracing = {
  isSampled: boolean;
  /** Whether spans may still be added. */
  isOpen: boolean;
  /** A job reads whether there is anything to do or not. */
  readonly isJob: boolean;
  spans: number;
  frequent: number;
  leftOut: number;
};
type Current = { readonly tracing: Tracing; readonly context: Context };

type Around = { readonly telemetry: Pick<Telemetry, "spansExported" | "spansDropped">; readonly logger: Logger };

export function openOtlpTrace(settings: TracingSettings, around: Around): Trace {
  const { url, headers, timeoutMs, delayMs, queueSize, resource, ratio, linksRequests } = settings;
  const drops = reportDrops(around);
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    concurrencyLimit: 2 * MOST_EXPORTS,
  });
  const queue = boundedQueue(exporter, { delayMs, queueSize, timeoutMs }, drops);
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.version": RELEASE, ...resource })),
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [queue.processor],
  });
  const tracer = provider.getTracer("candour", RELEASE);
  const current = new AsyncLocalStorage<Current>();

  /** The current trace, if it has room for another span of this name. */
  function room(name: SpanName): Current | undefined {
    const here = current.getStore();
    if (!here?.tracing.isSampled || !here.tracing.isOpen) return undefined;
    const { tracing } = here;
    const isFrequent = FREQUENT.has(name);
    if (isFrequent && tracing.isJob) return undefined;
    if (tracing.spans >= MOST_SPANS || (isFrequent && tracing.frequent >= MOST_FREQUENT)) {
      tracing.leftOut += 1;
      drops.leftOut();
      return undefined;
    }
    tracing.spans += 1;
    if (isFrequent) tracing.frequent += 1;
    return here;
  }

  function begin(name: SpanName, links: Link[] = []): { readonly span: OtelSpan; readonly here: Current } {
    const isJob = name !== "request";
    const kind = isJob ? SpanKind.INTERNAL : SpanKind.SERVER;
    const span = tracer.startSpan(name, { kind, links, root: true }, ROOT_CONTEXT);
    const tracing = { isSampled: span.isRecording(), isOpen: true, isJob, spans: 0, frequent: 0, leftOut: 0 };
    return { span, here: { tracing, context: trace.setSpan(ROOT_CONTEXT, span) } };
  }

  /** `isRoot`: the trace ends with the span. */
  function within<T>(here: Current, span: OtelSpan, work: (span: Span) => T, isRoot = false): T {
    let isEmpty = false;
    const handle: Span = {
      set: (attributes) => set(span, attributes),
      leaveOut() {
        isEmpty = true;
      },
    };
    const end = () => {
      if (isRoot) close(span, here.tracing);
      // A span that does not end is never exported, and is garbage.
      if (!(isEmpty && isRoot && here.tracing.spans === 0)) span.end();
    };
    const endFailed = (error: unknown): never => {
      failed(span);
      end();
      throw error;
    };
    let result: T;
    try {
      result = current.run(here, work, handle);
    } catch (error) {
      return endFailed(error);
    }
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.then((value) => {
      end();
      return value;
    }, endFailed) as T;
  }

  function span<T>(name: SpanName, attributes: SpanAttributes, work: (span: Span) => T): T {
    const here = room(name);
    if (!here) return work(NO_SPAN);
    const begun = tracer.startSpan(name, { attributes: fit(attributes) }, here.context);
    return within({ tracing: here.tracing, context: trace.setSpan(ROOT_CONTEXT, begun) }, begun, work);
  }

  function job<T>(name: SpanName, attributes: SpanAttributes, work: (span: Span) => T): T {
    // Work that a request started may go on long after its answer.
    if (current.getStore()?.tracing.isOpen) return span(name, attributes, work);
    const { span: begun, here } = begin(name);
    set(begun, attributes);
    return within(here, begun, work, true);
  }

  function close(of: OtelSpan, tracing: Tracing): void {
    tracing.isOpen = false;
    if (tracing.leftOut > 0) set(of, { "candour.spans_left_out": tracing.leftOut });
  }

  return {
    isOn: true,
    ...{ span, job },
    request(traceparent): RequestTrace {
      const link = linksRequests ? linkOf(traceparent) : undefined;
      const { span: begun, here } = begin("request", link && [link]);
      const { tracing } = here;
      return {
        id: tracing.isSampled ? begun.spanContext().traceId : undefined,
        within: (work) => current.run(here, work),
        withoutRest() {
          tracing.isOpen = false;
        },
        end(name, attributes, hasFailed) {
          close(begun, tracing);
          begun.updateName(word(name));
          set(begun, attributes);
          if (hasFailed) failed(begun);
          begun.end();
        },
      };
    },
    past(name, attributes, seconds) {
      const here = room(name);
      if (!here) return;
      tracer.startSpan(name, { attributes: fit(attributes), startTime: Date.now() - seconds * 1_000 }, here.context).end();
    },
    async close() {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, CLOSING_MS);
      await Promise.race([queue.sendAll(), late]);
      clearTimeout(timer);
      queue.abandon();
    },
  };
}

// Attributes

const WORD = /^(?!.*[0-9a-f]{8}-[0-9a-f]{4}-)[\w./:-]{1,64}$/;
/** Only words as our own lists have them are exported: no text and no id gets in by mistake. */
const word = (text: string): string => (WORD.test(text) ? text : "OTHER");

const REQUEST_ID: keyof SpanAttributes = "candour.request_id";

function fit(attributes: SpanAttributes): Record<string, string | number | boolean | string[]> {
  const fitting: Record<string, string | number | boolean | string[]> = {};
  for (const [name, value] of Object.entries(attributes))
    if (name === REQUEST_ID) fitting[name] = String(value);
    else if (Array.isArray(value)) fitting[name] = value.map(word);
    else if (typeof value === "string") fitting[name] = word(value);
    else if (typeof value === "number" || typeof value === "boolean") fitting[name] = value;
  return fitting;
}

const set = (span: OtelSpan, attributes: SpanAttributes): void => {
  if (span.isRecording()) span.setAttributes(fit(attributes));
};

/** Without a message: an error's own could hold what somebody wrote. */
const failed = (span: OtelSpan): void => {
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** A link, not a parent: a client decides neither what is sampled nor which trace the hub's spans belong to. */
function linkOf(traceparent: string | undefined): Link | undefined {
  const [, traceId, spanId] = traceparent?.match(TRACEPARENT) ?? [];
  return traceId && spanId ? { context: { traceId, spanId, traceFlags: 0, isRemote: true } } : undefined;
}

// The queue

type Drops = ReturnType<typeof reportDrops>;

/** Counts and logs dropped spans: at once, and then at most every ten minutes. */
function reportDrops({ telemetry, logger }: Around) {
  let [unlogged, nextLineAt] = [0, Number.NEGATIVE_INFINITY];
  return {
    exported: (spans: number) => telemetry.spansExported(spans),
    /** The trace had no room: nothing is wrong with the exporter. */
    leftOut: () => telemetry.spansDropped("trace-full", 1),
    dropped(reason: "queue-full" | "not-exported", spans: number, fault?: string) {
      telemetry.spansDropped(reason, spans);
      unlogged += spans;
      if (performance.now() < nextLineAt) return;
      logger.warn(
        { code: "SPANS_DROPPED", reason, spans: unlogged, ...(fault && { fault }) },
        "spans were dropped: the collector does not take them, or not as fast as they come; the hub goes on",
      );
      unlogged = 0;
      nextLineAt = performance.now() + QUIET_MS;
    },
  };
}

/** OpenTelemetry's own queue. What it would drop, and what the exporter fails to send, is counted. */
function boundedQueue(
  exporter: SpanExporter,
  { delayMs, queueSize, timeoutMs }: Pick<TracingSettings, "delayMs" | "queueSize" | "timeoutMs">,
  drops: Drops,
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
      // A response that trickles outlasts the exporter's own bound, which is on silence.
      timer = setTimeout(() => end({ code: FAILURE }), timeoutMs + 1_000).unref();
      exporter.export(spans, end);
    },
    shutdown: () => exporter.shutdown(),
  };
  const inner = new BatchSpanProcessor({
    exporter: counted,
    ...{ maxQueueSize: queueSize, maxExportBatchSize: Math.min(queueSize, Math.max(BATCH, Math.ceil(queueSize / MOST_EXPORTS))) },
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
    /** Sends everything. Resolves when each span was sent or has failed. */
    sendAll(): Promise<void> {
      isClosing = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      inner.shutdown().catch(() => {});
      if (waiting + sending === 0) resolve();
      return promise;
    },
    /** Drops what has not been sent. */
    abandon() {
      const left = waiting + sending;
      isAbandoned = true;
      if (left > 0) drops.dropped("not-exported", left, STOPPED);
    },
  };
}

const [SUCCESS, FAILURE] = [0, 1];
const STOPPED = "STOPPED";

/** A code, never a message: it could hold a collector's response. */
function faultOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (typeof code === "number") return `HTTP_${code}`;
  return typeof code === "string" && /^[A-Z_0-9]{1,40}$/.test(code) ? code : "NO_ANSWER";
}
