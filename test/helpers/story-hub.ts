// Shared by the stories: a hub with only its people, functions that send their commands, and functions that read what they see.
import { setImmediate } from "node:timers/promises";
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { awareness, concern, proposal, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { openLaterWords } from "./open-words.ts";
import { command } from "./send-command.ts";
import { type HubOptions, startHub } from "./test-hub.ts";

export const PANEL = "performance-support-panel";
export const AMBLEFORD = "X00000005";

/** A person's view of a concern. It has every field that a story checks, so that withheld fields are null. */
const CONCERN = `query($id: ID!) { concern(id: $id) {
  stage withheld
  summary { text replies { text } closed { reason } conclusions {
    id kind stands explanation appearance acting reviewOn fellDueAt causalFactors solutions whyViewsDiffer choice reopenedBecause
    supports { id kind provider { id } status progress judgedByCouncil judgedByProvider }
  } }
  evidence { id account told submission { id account } }
  awareness { bodies { id } }
  sharingRecord { id body { id } status position override { by reason } ended { by } reassurances { text } }
  escalations { id share body { id } grounds raised { by reason } confirmed { by } stoodDown { by } }
  notPersuaded { body { id } grounds said { by reason } }
  conversations { discussed agreed nextStep nextStepBy liaison { id } }
  challenges { id about challenge answerBy fellDueAt answer judgement finding answered { by } reviewed { by } }
  sharedWithMe { id body { id } purpose parts until councilObjects objection escalation { grounds reason } reassurances { text } }
} }`;
type Named = { readonly id: string };
type SeenConcern = {
  readonly stage: string;
  readonly withheld: readonly string[];
  readonly summary: {
    readonly text: string;
    readonly replies: readonly { readonly text: string }[];
    readonly closed: { readonly reason: string } | null;
    readonly conclusions: readonly (Named & {
      readonly kind: string;
      readonly stands: boolean;
      readonly fellDueAt: string | null;
      readonly supports: readonly object[];
    })[];
  } | null;
  readonly evidence: readonly (Named & { readonly account: string; readonly submission: object | null })[] | null;
  readonly awareness: readonly object[] | null;
  readonly sharingRecord: readonly (Named & { readonly body: Named; readonly status: string })[] | null;
  readonly escalations: readonly (Named & { readonly share: string })[] | null;
  readonly notPersuaded: readonly object[] | null;
  readonly conversations: readonly object[] | null;
  readonly challenges: readonly (Named & { readonly fellDueAt: string | null })[] | null;
  readonly sharedWithMe: readonly (Named & { readonly body: Named })[];
};

const INBOX = `query { inbox(first: 100) { nodes {
  kind sentence due overdue about council { code } concern { stage } support { kind } submission { strand } signal { strand }
} } }`;
type Waiting = {
  readonly kind: string;
  readonly sentence: string;
  readonly due: string | null;
  readonly overdue: boolean;
  readonly about: string | null;
  readonly council: { readonly code: string } | null;
  readonly concern: object | null;
  readonly support: object | null;
  readonly submission: object | null;
  readonly signal: object | null;
};

export type Story = Awaited<ReturnType<typeof startStory>>;

/** A hub with only the demonstration's people. It is noon on Monday, 2 March 2026, or another time. */
export async function startStory(at?: string, options: Pick<HubOptions, "inThreads" | "env" | "dir"> = {}) {
  const test = await startHub({ seed: "people", ...(at !== undefined && { at }), ...options });
  /** Sends a command that must not be refused. Returns the id of its concern, support, submission or request. */
  async function does(person: string, name: string, input: object): Promise<string> {
    const { code, message, field, id } = await command(test, person, name, input);
    if (code) throw new Error(`${name} by ${person} was refused, ${code} (${field}): ${message}`);
    return id ?? "";
  }
  /** The code with which a command is refused; what was not refused is an error. */
  async function refused(person: string, name: string, input: object): Promise<string> {
    const { code } = await command(test, person, name, input);
    if (!code) throw new Error(`${name} by ${person} was not refused.`);
    return code;
  }
  async function asks<Data>(person: string, query: string, variables: object = {}): Promise<Data> {
    const { body } = await test.ask<Data>(person, query, variables);
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }
  /** Returns the concern as a person sees it; null if they do not see it. */
  const sees = async (person: string, id: string): Promise<SeenConcern | null> =>
    (await asks<{ concern: SeenConcern | null }>(person, CONCERN, { id })).concern;
  /** The same for a person who must see it. */
  async function seen(person: string, id: string): Promise<SeenConcern> {
    const found = await sees(person, id);
    if (!found) throw new Error(`${person} does not see the concern.`);
    return found;
  }
  /** Returns the waiting tasks of a person, in order. */
  const inbox = async (person: string): Promise<readonly Waiting[]> =>
    (await asks<{ inbox: { nodes: readonly Waiting[] } }>(person, INBOX)).inbox.nodes;
  const waits = async (person: string): Promise<readonly string[]> => (await inbox(person)).map(({ kind }) => kind);

  /** Logs a concern as an adviser and makes the chief executive aware of it and of the bodies with which it will be shared. */
  async function awareConcern(bodies: readonly string[], more: object = {}): Promise<string> {
    const id = await does("adviser", "logConcern", { ...concern, ...more });
    await does("adviser", "recordAwareness", { concern: id, ...awareness, bodies, toldOn: test.hub.today() });
    return id;
  }
  const lastShare = async (id: string): Promise<string> => (await seen("adviser", id)).sharingRecord?.at(-1)?.id ?? "";
  /** The council lets all later words of a concern open at once. */
  const openWords = (id: string): Promise<void> => openLaterWords(test, id);
  /** Sends a command that also records that the council was told of it. The council then lets the words of the command open at once. */
  async function doesAndTells(
    person: string,
    name: string,
    input: { readonly concern: string; readonly [field: string]: unknown },
  ): Promise<string> {
    const id = await does(person, name, { ...input, told });
    await openWords(input.concern);
    return id;
  }
  /** Returns the id of the last record that the council was told. */
  const lastAwareness = async (id: string): Promise<string> => {
    const query = "query($id: ID!) { concern(id: $id) { awareness { id } } }";
    const { concern } = await asks<{ concern: { awareness: readonly { id: string }[] } }>("chief-executive", query, { id });
    return concern.awareness.at(-1)?.id ?? "";
  };
  /** Proposes a share, which the council agrees to, and makes it. Returns its id. */
  async function share(id: string, body: string, more: object = {}): Promise<string> {
    await does("adviser", "proposeShare", { concern: id, ...proposal, body, ...more });
    const made = await lastShare(id);
    await does("chief-executive", "statePosition", { concern: id, share: made, position: "AGREES" });
    await does("adviser", "makeShare", { concern: id, share: made });
    return made;
  }
  const offer = (person: string, more: object): Promise<string> => does(person, "offerSupport", { ...offered, ...more });

  return {
    ...{
      test,
      hub: test.hub,
      does,
      refused,
      asks,
      sees,
      seen,
      inbox,
      waits,
      awareConcern,
      share,
      openWords,
      doesAndTells,
      lastAwareness,
      lastShare,
      offer,
    },
    /** Sets the clock to noon of a day, UTC. */
    on: (day: string) => test.clock.set(`${day}T12:00:00.000Z`),
    /** Records the deadlines that have passed, as the hub does every minute. Returns their number. */
    async passes(): Promise<number> {
      // What was read until now is of the day before.
      await setImmediate();
      return recordDeadlines(test.hub);
    },
    close: () => test.close(),
  };
}

/** An offer of support to Tarrowshire, from the LGA, for children's services. */
const offered = {
  council: TARROWSHIRE,
  strand: "CHILDRENS",
  kind: "MENTORING",
  provider: "lga",
  causes: ["SERVICE_PERFORMANCE"],
  aim: "Two new team managers are mentored by a serving director.",
  lead: "Improvement adviser (invented)",
  offeredTo: "CHIEF_EXECUTIVE",
  toldName: "Maren Tolliver (invented)",
  channel: "IN_PERSON",
  offeredOn: "2026-03-02",
  from: "2026-04-01",
  until: "2026-09-30",
  answerBy: "2026-03-16",
};
