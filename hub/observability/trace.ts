// The port for tracing: work runs as a span of the current trace. Only the names and attributes listed here are exported.
// otlp-trace.ts exports spans if tracing is configured; UNTRACED only runs the work.

/** Every kind of span. docs/operations.md lists them. */
export const SPANS = {
  request:
    "A request, named by its root field, from its first byte to its answer's last; a live stream, for as long as it is open.",
  command: "A command, with what became of it.",
  "policy.decide": "The policy decides one action on one thing in a request.",
  read: "A query of a read model in a request, those for people and for the policy in force aside.",
  append:
    "An append to the log or the record of disclosures, from its request to the disk. One that several answers share stands under the first.",
  commit: "A commit of a store, its fsync included. One that several wait for stands under the first.",
  "read_models.wait": "A command, or a read that names a position, waits until the read models hold it.",
  "disclosure.record": "What an answer carries is put on record before it leaves.",
  "read_model.build": "A read model is built from a long log, in a thread of its own.",
  "read_models.rebuild": "Every read model is rebuilt.",
  verification: "The stores are checked in the background.",
  job: "Work by date: deadlines, positions, retention, notices. A run in which nothing was due has no span.",
  "mail.send": "A mail is handed to the mail server.",
} as const;
export type SpanName = keyof typeof SPANS;

/** Words of the hub's own lists, counts and codes. Never text, a name, or the id of a person or of a council's data. */
export const SPAN_ATTRIBUTES = {
  "candour.request_id": "the request's id, as the log and the answer have it",
  "candour.way": "`/graphql`, `/ledger`, `/` or `other`",
  "candour.fields": "root fields of the schema",
  "candour.codes": "codes of errors in the answer",
  "candour.cut": "the client left before the answer had ended",
  "candour.spans_left_out": "spans that the trace had no room for",
  "http.response.status_code": "the answer's status",
  "candour.command": "the command's name",
  "candour.outcome": "`done`, `refused`, `failed`; of an append `appended` or why not; of a mail `sent` or why not",
  "candour.code": "the refusal's code",
  "candour.stream_kind": "which kind of stream, never which stream",
  "candour.store": "`log`, `disclosures` or `keys`",
  "candour.events": "how many events",
  "candour.disclosures": "how many disclosures",
  "candour.action": "the action that was decided",
  "candour.allowed": "whether it is allowed",
  "candour.read_model": "the read model",
  "candour.query": "which of its queries",
  "candour.job": "what was done",
  "candour.count": "how often",
  "candour.flaws": "flaws that were found",
  "candour.unchecked": "files that could not be checked",
} as const;
export type SpanAttributes = Readonly<
  Partial<Record<keyof typeof SPAN_ATTRIBUTES, string | number | boolean | readonly string[]>>
>;

export type Span = {
  /** Adds attributes. */
  set(attributes: SpanAttributes): void;
  /** Reports that there was nothing to do: the span is dropped unless it has child spans with work. */
  leaveOut(): void;
};

export type RequestTrace = {
  /** The trace's id, if the request is sampled, for the request's log line. */
  readonly id: string | undefined;
  /** Runs work of the request. */
  within<T>(work: () => T): T;
  /** Ends tracing of the request, because a request may last for hours. */
  withoutRest(): void;
  end(name: string, attributes: SpanAttributes, failed: boolean): void;
};

export type Trace = {
  readonly isOn: boolean;
  /** Starts a request's trace. `traceparent` comes from the client and cannot be trusted. */
  request(traceparent: string | undefined): RequestTrace;
  /** Runs work as a span of the current trace, or without a span if there is no trace. The span of work that throws has failed. */
  span<T>(name: SpanName, attributes: SpanAttributes, work: (span: Span) => T): T;
  /** The same, but starts a trace if there is none: for work that no request waits for. */
  job<T>(name: SpanName, attributes: SpanAttributes, work: (span: Span) => T): T;
  /** Adds a span that has just ended to the current trace. */
  past(name: SpanName, attributes: SpanAttributes, seconds: number): void;
  /** Sends the remaining spans, within two seconds, and drops the rest. */
  close(): Promise<void>;
};

export const NO_SPAN: Span = { set() {}, leaveOut() {} };
const UNTRACED_REQUEST: RequestTrace = { id: undefined, within: (work) => work(), withoutRest() {}, end() {} };

export const UNTRACED: Trace = {
  isOn: false,
  request: () => UNTRACED_REQUEST,
  span: (_name, _attributes, work) => work(NO_SPAN),
  job: (_name, _attributes, work) => work(NO_SPAN),
  past() {},
  async close() {},
};
