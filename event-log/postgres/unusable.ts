// Separate from the code that loads the PostgreSQL client, which hubs without PostgreSQL do not need.

export type PostgresProblem = "address" | "unreachable" | "refused" | "missing" | "other-hub" | "newer-release" | "not-permitted";

/** The server or its database cannot be used. The message tells the operator what to do. */
export class PostgresUnusable extends Error {
  override name = "PostgresUnusable";
  readonly problem: PostgresProblem;
  constructor(problem: PostgresProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
