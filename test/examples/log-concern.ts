// A concern logged over HTTP under a key, and what comes back.
export const LOG_CONCERN = `mutation($input: LogConcernInput!) { logConcern(input: $input) { ... on ConcernChanged { id } ... on Refused { code message } } }`;
export const concernUnder = (key: string) => ({
  idempotencyKey: key,
  council: "X00000004",
  strand: "CORPORATE",
  cause: "FINANCE",
  period: { from: "2025-01-01", to: "2025-03-31" },
  summary: `Summary ${key}`,
  observed: "Test text about an invented council.",
  evidence: [
    {
      kind: "CONVERSATION",
      account: "Test text.",
      source: "Test",
      period: { from: "2025-01-01", to: "2025-03-31" },
      grading: { source: "GRADE_1", content: "A" },
      handling: "P",
    },
  ],
});

export type Logged = { logConcern: { id?: string; code?: string; message?: string } };
