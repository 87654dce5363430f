// Assigns read models to logs, files, transactions and threads. This is the only source for the runtime.
type Placement = {
  /** The log to follow. */
  readonly log: "log" | "disclosures";
  /**
   * The prefix of the file's name. Read models in one file share the transaction in which rows and checkpoint change. A store supports only one read
   * model so far, so each has its own file.
   */
  readonly file: string;
  /**
   * The pause of the follower after a transaction, in milliseconds: events that are recorded meanwhile are applied in the next one. It ends as soon as a read
   * waits for a position.
   */
  readonly pauseMs: number;
  /** The worker thread for builds: one thread builds all read models with the same name, in one read of the log. */
  readonly builtIn: string;
};

const alone = (file: string, more: Partial<Placement> = {}): Placement => ({
  log: "log",
  file,
  pauseMs: 0,
  builtIn: "by pages",
  ...more,
});

export const PLACEMENTS = {
  register: alone("register", { builtIn: "by streams" }),
  people: alone("people"),
  metrics: alone("metrics"),
  support: alone("support"),
  intake: alone("intake"),
  council: alone("council"),
  overview: alone("overview"),
  policy: alone("policy"),
  // Answers are recorded at a high rate and read seldom: a council's ledger waits for what was recorded before it is read, which ends the pause.
  disclosures: alone("disclosures", { log: "disclosures", pauseMs: 250 }),
} as const satisfies Readonly<Record<string, Placement>>;
export type ReadModelName = keyof typeof PLACEMENTS;
