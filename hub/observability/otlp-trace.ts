// Exports spans with OpenTelemetry, by OTLP over HTTP. Loaded only if tracing is configured. OpenTelemetry's global state is not
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
import { TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { RELEASE } from "../verification/release.ts";
import { boundedQueue, type DropDeps, MAX_EXPORTS, reportDrops } from "./span-queue.ts";
import { NO_SPAN, type RequestTrace, type Span, type SpanAttributes, type SpanName, type Trace } from "./trace.ts";
import type { TracingSettings } from "./tracing-settings.ts";

/** Limits of the spans in one trace, in total and of frequent kinds. */
const MAX_SPANS = 250;
const MAX_FREQUENT = 100;
const FREQUENT: ReadonlySet<SpanName> = new Set(["read", "policy.decide"]);
const CLOSING_MS = 2_000;
/** The state of one trace that later spans depend on. */
type Tracing = {
  isSampled: boolean;
  /** Whether spans may still be added to the trace. */
  isOpen: boolean;
  /** A job has no spans of frequent kinds, because it reads even if it has nothing to do. */
  readonly isJob: boolean;
  spans: number;
  frequent: number;
  leftOut: number;
};
type Current = { readonly tracing: Tracing; readonly context: Context };

/** `closingMs`: the time that `close` gives the spans that are still in the queue. */
export function openOtlpTrace(settings: TracingSettings, deps: DropDeps, closingMs = CLOSING_MS): Trace {
  const { url, headers, timeoutMs, delayMs, queueSize, resource, ratio, linksRequests } = settings;
  const drops = reportDrops(deps);
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    concurrencyLimit: 2 * MAX_EXPORTS,
  });
  const queue = boundedQueue(exporter, { delayMs, queueSize, timeoutMs }, drops);
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.version": RELEASE, ...resource })),
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [queue.processor],
  });
  const tracer = provider.getTracer("candour", RELEASE);
  const current = new AsyncLocalStorage<Current>();

  /** Returns the current trace, if it has room for another span of this name. */
  function room(name: SpanName): Current | undefined {
    const here = current.getStore();
    if (!here?.tracing.isSampled || !here.tracing.isOpen) return undefined;
    const { tracing } = here;
    const isFrequent = FREQUENT.has(name);
    if (isFrequent && tracing.isJob) return undefined;
    if (tracing.spans >= MAX_SPANS || (isFrequent && tracing.frequent >= MAX_FREQUENT)) {
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

  /** `isRoot`: the trace ends when the span ends. */
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
      // A span that never ends is never exported, and is garbage-collected.
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
    // Work that a request started may continue long after its response.
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
      const timer = setTimeout(resolve, closingMs);
      await Promise.race([queue.sendAll(), late]);
      clearTimeout(timer);
      queue.abandon();
    },
  };
}

// Attributes

const WORD = /^(?!.*[0-9a-f]{8}-[0-9a-f]{4}-)[\w./:-]{1,64}$/;
/** Exports only words of the hub's own lists, so that no text and no id is exported by mistake. */
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

/** Returns no message, because an error's message could contain text that a person wrote. */
const failed = (span: OtelSpan): void => {
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Adds a link, not a parent: a client must not decide what is sampled or which trace the hub's spans belong to. */
function linkOf(traceparent: string | undefined): Link | undefined {
  const [, traceId, spanId] = traceparent?.match(TRACEPARENT) ?? [];
  return traceId && spanId ? { context: { traceId, spanId, traceFlags: 0, isRemote: true } } : undefined;
}
