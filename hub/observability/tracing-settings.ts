// Reads OpenTelemetry's standard variables. Spans are exported if an endpoint or `otlp` is set.
import { z } from "zod";

export type TracingSettings = {
  /** The whole address of the collector. */
  readonly url: string;
  /** Request headers, which may contain a secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Attributes of every span. */
  readonly resource: Readonly<Record<string, string>>;
  /** The share of traces that are sampled, from 0 to 1. */
  readonly ratio: number;
  readonly delayMs: number;
  readonly queueSize: number;
  /** Whether a request's span is linked to the trace that the client names. */
  readonly linksRequests: boolean;
};

const endpoint = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => !/[@#\s]/.test(text),
    "the address of the collector, without user, password or fragment. Use OTEL_EXPORTER_OTLP_HEADERS for what it needs",
  );
const pairs = (what: string) =>
  z.string().transform((text, context) => {
    const read = pairsIn(text);
    if (!read) context.addIssue({ code: "custom", message: `${what}: name=value, separated by commas` });
    return read ?? {};
  });
const protocol = z.enum(["http/protobuf"], "http/protobuf").optional();
/** `what` describes the valid values. */
export const whole = (what: string, min: number, max: number) =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,8})$/, what)
    .transform(Number)
    .refine((value) => value >= min && value <= max, what);
const milliseconds = whole("a number of milliseconds, from 1 to 60000", 1, 60_000);

export const tracingVariables = {
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"], "otlp or none").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs("headers").optional(),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs("headers").optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds.optional(),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: milliseconds.optional(),
  OTEL_SERVICE_NAME: z.string().max(100, "a name of at most 100 characters").optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs("attributes").optional(),
  OTEL_TRACES_SAMPLER: z
    .enum(
      ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"],
      "always_on, always_off or traceidratio, with or without parentbased_ before it",
    )
    .default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(?:0|1|[01]?\.\d{1,9})$/, "the share of traces that are sampled, from 0 to 1")
    .transform(Number)
    .refine((share) => share <= 1, "the share of traces that are sampled, from 0 to 1")
    .optional(),
  OTEL_BSP_SCHEDULE_DELAY: milliseconds.default(5_000),
  OTEL_BSP_MAX_QUEUE_SIZE: whole("a number of spans, from 1 to 10000", 1, 10_000).default(2_048),
  OTEL_PROPAGATORS: z.string().optional(),
};

type Variables = z.infer<z.ZodObject<typeof tracingVariables>>;

const DEFAULT_ENDPOINT = "http://localhost:4318";
const TIMEOUT_MS = 10_000;

/** Undefined if spans are not exported. */
export function tracingOf(variables: Variables): TracingSettings | undefined {
  const base = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces = variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const exporter = variables.OTEL_TRACES_EXPORTER ?? (base || traces ? "otlp" : "none");
  if (exporter === "none" || variables.OTEL_SDK_DISABLED?.toLowerCase() === "true") return undefined;
  return {
    url: traces ?? underBase(base ?? DEFAULT_ENDPOINT),
    headers: { ...variables.OTEL_EXPORTER_OTLP_HEADERS, ...variables.OTEL_EXPORTER_OTLP_TRACES_HEADERS },
    timeoutMs: variables.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT ?? variables.OTEL_EXPORTER_OTLP_TIMEOUT ?? TIMEOUT_MS,
    resource: {
      "service.name": "candour",
      ...variables.OTEL_RESOURCE_ATTRIBUTES,
      ...(variables.OTEL_SERVICE_NAME && { "service.name": variables.OTEL_SERVICE_NAME }),
    },
    ratio: ratioOf(variables),
    delayMs: variables.OTEL_BSP_SCHEDULE_DELAY,
    queueSize: variables.OTEL_BSP_MAX_QUEUE_SIZE,
    linksRequests: (variables.OTEL_PROPAGATORS ?? "").split(",").some((name) => name.trim() === "tracecontext"),
  };
}

/** No trace has a remote parent, so parent-based samplers make no difference. */
function ratioOf({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share }: Variables): number {
  if (sampler.endsWith("always_off")) return 0;
  return sampler.endsWith("traceidratio") ? (share ?? 1) : 1;
}

function underBase(base: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/v1/traces`;
  return url.href;
}

/** Parses percent-encoded pairs, separated by commas. Undefined if they are not valid. */
function pairsIn(text: string): Record<string, string> | undefined {
  const read: Record<string, string> = {};
  for (const pair of text.split(",")) {
    if (pair.trim() === "") continue;
    const [, name = "", value = ""] = pair.match(/^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([\x21-\x7e ]*?)\s*$/) ?? [];
    try {
      const decoded = decodeURIComponent(value);
      // Without this check an invalid header would fail only when spans are sent, and nobody would notice.
      if (name === "" || name === "__proto__" || /[^\t\x20-\x7e\x80-\xff]/.test(decoded)) return undefined;
      read[name] = decoded;
    } catch {
      return undefined;
    }
  }
  return read;
}
