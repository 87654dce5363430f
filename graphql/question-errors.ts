// Errors of a question's form as its asker gets them: with a code, and without what was sent.
import { type ExecutionResult, GraphQLError } from "graphql";

/** The answer with a code on every error. One that grew too large is none: what had been opened by then is not sent. */
export function withCodes(result: ExecutionResult): ExecutionResult {
  const { errors } = result;
  const tooLarge = errors?.find(({ extensions }) => extensions?.code === "TOO_LARGE");
  if (tooLarge) return { errors: [new GraphQLError(tooLarge.message, { extensions: { code: "TOO_LARGE" } })] };
  if (!errors?.some(lacksCode)) return result;
  return { ...result, errors: errors.map((error) => (lacksCode(error) ? ofTheQuestion(error) : error)) };
}

/** An error of the question's form: a resolver's has a code of its own, or was masked and given one. Yoga has its own for such errors. */
const lacksCode = ({ message, extensions }: GraphQLError): boolean =>
  typeof extensions?.code !== "string" || extensions.code.startsWith("GRAPHQL_") || message.includes("got invalid value");

/**
 * What is said of an input, without the input: both executors quote it, each in forms of its own. What was sent can be a megabyte and look
 * like any of them, so each is looked for once, and where a form is not whole all of it goes.
 */
function withoutValue(message: string): string {
  return unquoted(
    unquoted(message, " got invalid value ", ";", " does not hold:"),
    'Value "',
    '" does not exist',
    "The value does not exist",
  )
    .replace(/(cannot represent [^:]{1,60} value): [\s\S]*$/, "$1")
    .replace(/[,;]? found:? [\s\S]*$/i, "");
}

/** The text with what stands from the first `before` to the last `after` put in other words. */
function unquoted(text: string, before: string, after: string, words: string): string {
  const start = text.indexOf(before);
  if (start < 0) return text;
  const end = text.lastIndexOf(after);
  return text.slice(0, start) + words + (end < start ? "" : text.slice(end + after.length));
}

/** The same with a code and without what was sent: GraphQL quotes whole inputs, and what is in them is confidential. */
function ofTheQuestion({ message, nodes, source, positions, path }: GraphQLError): GraphQLError {
  const said = withoutValue(message);
  const short = said.length > 300 ? `${said.slice(0, 300)}…` : said;
  return new GraphQLError(short, { nodes, source, positions, path, extensions: { code: "BAD_USER_INPUT" } });
}
