// Sends a GraphQL query from the command line and prints the hub's response unchanged, or each message of a subscription.
import { decodeText, NotText } from "../text/decode.ts";
import { CommandFailed, post, waiting } from "./client.ts";
import { print } from "./print.ts";
import { readFile } from "./read-file.ts";

/** Control characters that JSON does not escape, and that a terminal may interpret. */
const CONTROLS = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const ACCEPTED = "application/json, text/event-stream";

/** Returns the exit code: 1 if the response has errors. Throws CommandFailed if the query cannot be sent. */
export async function askHub(url: string, token: string, question: string, variables: string | undefined): Promise<number> {
  const query = question === "-" ? textOf(await readFile(question)) : question;
  const body = { query, variables: variables === undefined ? undefined : objectOf(variables) };
  const response = await post(url, "/graphql", token, body, waiting(), ACCEPTED);
  let failed = !response.ok;
  for await (const answer of answersIn(response)) {
    print(`${JSON.stringify(answer, null, 2).replace(CONTROLS, escaped)}\n`);
    failed ||= (answer.errors ?? []).length > 0;
  }
  return failed ? 1 : 0;
}

/** Refuses text that is not UTF-8, because commands in it are recorded and must not lose a letter. */
function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes, "utf-8");
  } catch (error) {
    throw error instanceof NotText ? new CommandFailed("Standard input is not in UTF-8. Send it in UTF-8.") : error;
  }
}

function objectOf(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {}
  throw new CommandFailed(`--variables: Enter a JSON object, such as '{"council":"X00000004"}'.`);
}

type Answer = { readonly errors?: readonly unknown[] };

/** Yields the response, or each message of a subscription as it arrives. */
async function* answersIn(response: Response): AsyncGenerator<Answer> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
    if (!answer) throw new CommandFailed("The hub did not answer. Try again.");
    return yield answer;
  }
  let unread = "";
  for await (const chunk of wholeOf(response.body?.pipeThrough(new TextDecoderStream()) ?? [])) {
    const lines = (unread + chunk).split("\n");
    unread = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data: {")) yield JSON.parse(line.slice("data: ".length));
  }
}

/** Throws CommandFailed when the connection is cut. */
async function* wholeOf(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  try {
    yield* pieces;
  } catch {
    throw new CommandFailed("The connection to the hub was cut. Ask again.");
  }
}
