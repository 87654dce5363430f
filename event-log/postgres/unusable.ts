// Apart from what loads the client of PostgreSQL, which hubs without it do not need.

export type PostgresProblem = "address" | "unreachable" | "refused" | "missing" | "other-hub" | "newer-release" | "not-permitted";

/** The server or what it holds cannot be used. The message says what to do. */
export class PostgresUnusable extends Error {
  override name = "PostgresUnusable";
  readonly problem: PostgresProblem;
  constructor(problem: PostgresProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
