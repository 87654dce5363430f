// The inputs of every decision in addition to the record and the command.

/** Derives an id from the command's own: the same command and words give the same id. */
export type NewId = (...words: readonly string[]) => string;

/** What a reading of the clock says. */
export type Days = {
  /** The date in England. */
  readonly today: string;
  /** The last date that has certainly begun, even if the clock is wrong. Irreversible effects depend on it, such as silence. */
  readonly certainToday: string;
};

/** A day on which the clock is right. */
export const certainDay = (today: string): Days => ({ today, certainToday: today });

/** Created once for each attempt at a command, with one reading of the clock. Each kind of record adds its look-ups. */
export type DecisionContext = Days & {
  /** The person who gives the command, or `hub`. */
  readonly actor: string;
  /** The councils in which that person has an interest. */
  readonly interests: readonly string[];
  readonly newId: NewId;
};
