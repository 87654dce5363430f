// Errors of a question's form as its asker gets them: with a code, and without what was sent.
import { type ExecutionResult, GraphQLError } from "graphql";
import { errorFor } from "./errors.ts";

/** The answer with a code on every error. One that grew too large is none: what had been opened by then is not sent. */
export function withCodes(result: ExecutionResult): ExecutionResult {
  const { errors } = result;
  const tooLarge = errors?.find(({ extensions }) => extensions?.code === "TOO_LARGE");
  if (tooLarge) return { errors: [errorFor("TOO_LARGE", tooLarge.message)] };
  if (!errors?.some(lacksCode)) return result;
  return { ...result, errors: errors.map((error) => (lacksCode(error) ? ofTheQuestion(error) : error)) };
}

/** An error of the question's form: a resolver's has a code of its own, or was masked and given one. */
const lacksCode = ({ extensions }: GraphQLError): boolean => typeof extensions?.code !== "string";

/** What is said of an input stands before the input: of a message that is longer the rest is not looked at. */
const READ = 1_000;

/**
 * What is said of an input, without the input: GraphQL quotes it, in forms of its own. What was sent can look like any of them, so each is
 * looked for once, and where a form is not whole all of it goes.
 */
function withoutValue(message: string): string {
  const text = message.slice(0, READ);
  return (
    unquoted(text, 'Value "', text === message ? '" does not exist' : undefined, "The value does not exist")
      .replace(/(cannot represent (?:[^:]{1,60} )?value): [\s\S]*$/, "$1")
      // Some suggest without being asked not to.
      .replace(/,? did you mean [\s\S]*$/i, "")
      .replace(/[,;]? found:? [\s\S]*$/i, "")
  );
}

/** The text with what stands from the first `before` to the last `after` put in other words. Without an `after` all of the rest goes. */
function unquoted(text: string, before: string, after: string | undefined, words: string): string {
  const start = text.indexOf(before);
  if (start < 0) return text;
  const end = after === undefined ? -1 : text.lastIndexOf(after);
  return text.slice(0, start) + words + (after === undefined || end < start ? "" : text.slice(end + after.length));
}

/** An error names so many places in the question: a circle of fragments has as many as it has fragments. */
const PLACES = 5;

/** The same with a code and without what was sent: GraphQL quotes whole inputs, and what is in them is confidential. */
function ofTheQuestion({ message, nodes, source, positions, path }: GraphQLError): GraphQLError {
  const said = withoutValue(message);
  const short = said.length > 300 ? `${said.slice(0, 300)}…` : said;
  return new GraphQLError(short, {
    ...{ nodes: nodes?.slice(0, PLACES), source, positions: positions?.slice(0, PLACES), path },
    extensions: { code: "BAD_USER_INPUT" },
  });
}
