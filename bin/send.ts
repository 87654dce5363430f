// Sends the commands of an import to the hub.
import type { CommandAnswer, Send } from "../imports/outcome.ts";
import type { Client } from "./client.ts";

type Result = { readonly __typename: string; readonly recorded?: boolean; readonly code?: string } & Readonly<
  Record<string, unknown>
>;

/** Command -> the type of its result. */
const RESULTS: Readonly<Record<string, string>> = {
  logConcern: "ConcernChanged",
  offerSupport: "SupportChanged",
  registerPerson: "PersonChanged",
  startAssignment: "PersonChanged",
  importMetricSeries: "SeriesImported",
};

const mutation = (name: string, also: string): string =>
  `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { result: ${name}(input: $input) {
    __typename ... on ${RESULTS[name]} { recorded } ... on Refused { code message field } ${also} } }`;

export const sendTo =
  (client: Client): Send =>
  async (name, input, also = "") => {
    const { result } = await client.ask<{ readonly result: Result }>(mutation(name, also), { input });
    return answerIn(result);
  };

const answerIn = (result: Result): CommandAnswer =>
  result.code === undefined
    ? { kind: "done", recorded: result.recorded ?? false, result }
    : {
        kind: "refused",
        code: result.code,
        message: String(result.message),
        ...(result.field ? { field: String(result.field) } : {}),
      };
