// Steps that the days of the week share: what is news to somebody, what waits for them, and a share that the council agrees to.
import { explanation, terms } from "../consent/steps.ts";
import { does, showAnswer, words } from "../teller.ts";

export const EAST_MIDLANDS = "E12000004";
export const SUBMISSION = "SubmissionChanged { id }";
export const SUPPORT = "SupportChanged { id }";
export const CONVERSATION = "ConversationChanged { id: created }";
export const PERSON = "PersonChanged { id: created }";

type Named = { readonly id: string } | null;
type NewsItem = {
  readonly kind: string;
  readonly sentence: string;
  readonly concern: Named;
  readonly submission: Named;
  readonly support: Named;
};

/** Prints the unread news of a person about a record. News that is missing ends the story. */
export const checkNews = (person: string, id: string, ...kinds: readonly string[]): Promise<void> =>
  showAnswer<{ news: { readonly unread: number; readonly nodes: readonly NewsItem[] } }>(
    person,
    "reads their news",
    [
      "{ news(first: 50, filter: { unread: true }) { unread nodes { kind sentence concern { id } submission { id } support { id } } } }",
      {},
    ],
    ({ news: { unread, nodes } }) => {
      const about = nodes.filter(({ concern, submission, support }) =>
        [concern, submission, support].some((one) => one?.id === id),
      );
      const found = new Map(about.map(({ kind, sentence }) => [kind, sentence]));
      return [kinds.every((kind) => found.has(kind)), `${unread} unread. ${kinds.map((kind) => found.get(kind)).join(" ")}`];
    },
  );

/** Prints the tasks of one kind that wait for a person about a concern. If there is none, the story ends. */
export const checkTask = (person: string, concern: string, kind: string): Promise<void> =>
  showAnswer<{ inbox: { readonly nodes: readonly { readonly sentence: string; readonly concern: Named }[] } }>(
    person,
    `opens the inbox, for tasks of the kind "${words(kind)}"`,
    ["query($kind: TaskKind!) { inbox(first: 100, filter: { kind: $kind }) { nodes { sentence concern { id } } } }", { kind }],
    ({ inbox }) => {
      const task = inbox.nodes.find((one) => one.concern?.id === concern);
      return [task !== undefined, task?.sentence ?? "Nothing waits."];
    },
  );

/** Whether a person can open a concern. Another answer than the expected one ends the story. */
export const checkOpens = (person: string, concern: string, expected: boolean): Promise<void> =>
  showAnswer<{ concern: { readonly summary: { readonly text: string; readonly replies: readonly object[] } | null } | null }>(
    person,
    "opens the concern",
    ["query($id: ID!) { concern(id: $id) { summary { text replies { text } } } }", { id: concern }],
    ({ concern: seen }) => [
      (seen !== null) === expected,
      seen?.summary
        ? `${seen.summary.text} (${seen.summary.replies.length} of the council's replies)`
        : "There is no such concern.",
    ],
  );

/** Proposes a share of the summary, to which the council agrees, and makes it. */
export async function shares(concern: string, body: string, more: object = {}): Promise<void> {
  const { concern: proposed } = await does("adviser", `proposes to share it with ${body}`, "proposeShare", {
    ...{ concern, body, explanation, ...terms, ...more },
  });
  const share = proposed?.sharingRecord.at(-1)?.id;
  await does("chief-executive", "agrees", "statePosition", { concern, share, position: "AGREES", office: "CHIEF_EXECUTIVE" });
  await does("adviser", "makes the share", "makeShare", { concern, share });
}
