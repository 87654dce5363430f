// Errors about an operation's form: with a code, and without the values in the request, which are confidential.
import { type ExecutionResult, GraphQLError } from "graphql";
import { errorFor } from "./errors.ts";

/** Returns the response with a code on every error. If the operation is too large, only that error is sent. */
export function withCodes<Data>(result: ExecutionResult<Data>): ExecutionResult<Data> {
  const { errors } = result;
  const tooLarge = errors?.find(({ extensions }) => extensions?.code === "TOO_LARGE");
  if (tooLarge) return { errors: [errorFor("TOO_LARGE", tooLarge.message)] };
  if (!errors?.some(lacksCode)) return result;
  return { ...result, errors: errors.map((error) => (lacksCode(error) ? ofTheQuestion(error) : error)) };
}

/** Only errors about the operation's form have no code: errors of resolvers have one, or get one when they are masked. */
const lacksCode = ({ extensions }: GraphQLError): boolean => typeof extensions?.code !== "string";

/** The library's own words come first in a message, so that the rest of a long one is dropped. */
const READ = 1_000;

/** The message without the quoted input, which can itself look like any of these forms: each is replaced once, to the end if it has none. */
function withoutValue(message: string): string {
  const text = message.slice(0, READ);
  return (
    unquoted(text, 'Value "', text === message ? '" does not exist' : undefined, "The value does not exist")
      .replace(/(cannot represent (?:[^:]{1,60} )?value): [\s\S]*$/, "$1")
      // Some rules still add suggestions.
      .replace(/,? did you mean [\s\S]*$/i, "")
      .replace(/[,;]? found:? [\s\S]*$/i, "")
  );
}

/** The text with everything from the first `before` to the last `after` replaced; without `after` to the end. */
function unquoted(text: string, before: string, after: string | undefined, words: string): string {
  const start = text.indexOf(before);
  if (start < 0) return text;
  const end = after === undefined ? -1 : text.lastIndexOf(after);
  return text.slice(0, start) + words + (after === undefined || end < start ? "" : text.slice(end + after.length));
}

/** The maximum number of an error's locations: a cycle of fragments has one for each. */
const PLACES = 5;

function ofTheQuestion({ message, nodes, source, positions, path }: GraphQLError): GraphQLError {
  const said = withoutValue(message);
  const short = said.length > 300 ? `${said.slice(0, 300)}…` : said;
  return new GraphQLError(short, {
    ...{ nodes: nodes?.slice(0, PLACES), source, positions: positions?.slice(0, PLACES), path },
    extensions: { code: "BAD_USER_INPUT" },
  });
}
