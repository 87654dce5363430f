// The port for tracing: work runs as a span of the current trace. Only the names and attributes listed here are exported.
// otlp-trace.ts exports spans if tracing is configured; UNTRACED only runs the work.

/** Every kind of span. docs/operations.md lists them. */
export const SPANS = {
  request:
    "A request, named by its root field, from its first byte to the last byte of the response; for a live stream, until it ends.",
  command: "A command, with its outcome.",
  "policy.decide": "The policy decides one action on one resource, for a command. Reads have no such span.",
  read: "A query of a read model in a request, except queries for people and for the policy in force.",
  append:
    "An append to the log or the record of disclosures, from its request to the disk. An append that several answers share is a child of the first.",
  commit: "A commit of a store, including its fsync. A commit that several wait for is a child of the first.",
  "read_models.wait": "A command, or a read with a position, waits until the read models have applied it.",
  "disclosure.record": "The hub records an answer's disclosures before it sends the answer.",
  "read_model.build": "A thread builds a read model from a long log.",
  "read_models.rebuild": "The hub rebuilds every read model.",
  verification: "The hub checks its stores in the background.",
  job: "A scheduled job: deadlines, positions, retention, drafts, notices. A run with nothing due has no span.",
  "mail.send": "The hub sends a mail to the mail server.",
} as const;
export type SpanName = keyof typeof SPANS;

/** Words of the hub's own lists, counts and codes. Never text, a name, or the id of a person or of a council's data. */
export const SPAN_ATTRIBUTES = {
  "candour.request_id": "the request's id, as in the log and the response",
  "candour.way": "`/graphql`, `/ledger`, `/uploads`, `/attachments`, `/`, `page` or `other`",
  "candour.fields": "root fields of the schema",
  "candour.codes": "codes of errors in the response",
  "candour.cut": "whether the client disconnected before the end of the response",
  "candour.spans_left_out": "the number of spans over the trace's limit",
  "http.response.status_code": "the response's status",
  "candour.command": "the command's name",
  "candour.outcome":
    "`done`, `refused`, `failed`; of an append `appended` or the reason why not; of a mail `sent` or the reason why not",
  "candour.code": "the refusal's code",
  "candour.stream_kind": "the kind of stream, never its id",
  "candour.store": "`log`, `disclosures` or `keys`",
  "candour.events": "the number of events",
  "candour.disclosures": "the number of disclosures",
  "candour.action": "the action that was decided",
  "candour.allowed": "whether it is allowed",
  "candour.read_model": "the read model",
  "candour.query": "the read model's query",
  "candour.job": "the kind of work",
  "candour.count": "the number of items",
  "candour.flaws": "the number of flaws",
  "candour.unchecked": "the number of files that could not be checked",
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
