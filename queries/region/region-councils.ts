// A region's list of all its councils, as far as a person may see what is about each. Nothing here has a right of its own: each figure is made of what the
// person reads elsewhere (docs/decisions/0046-diary-and-clashes.md).
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { daysAfter } from "../../services/dates.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { AuthorisedConcern } from "../concerns/authorised-concern.ts";
import { readLastRoutineContactOn } from "../council/read-council.ts";
import { may, type ReadDeps } from "../deps.ts";
import type { InboxItem } from "../inbox/inbox-item.ts";
import { readFirstTasks } from "../inbox/read-inbox.ts";
import { type DiaryDay, readDiary } from "../support/diary.ts";

type Deps = Pick<ReadDeps, "rights" | "councils" | "today" | "register" | "support" | "intake" | "council" | "people">;

/** Stands for any council of a region. */
const ANY = "";

/** Where a council is in the list: by name. A page goes on after it also when the council has left the list. */
export const placeOfCouncil = ({ name, code }: Council): string => `${name} ${code}`;
const byPlace = (one: Council, other: Council): number => (placeOfCouncil(one) < placeOfCouncil(other) ? -1 : 1);

/** The councils of a region whose picture of support the person may see, support or none, by name; only for those who see it because of the region. */
export function councilsInPicture(deps: Deps, person: PersonFacts, region: string): readonly Council[] {
  const maySee = (code: string) =>
    may(deps, person, "readAlignedSupport", { type: "Council", id: "council", facts: { code, region } });
  if (!maySee(ANY)) return [];
  return deps.councils
    .inRegion(region, deps.today())
    .filter(({ code }) => maySee(code))
    .sort(byPlace);
}

/** The day of a contact, and the concern of which it is a conversation, as far as the person may see that. */
type LastContact = { readonly heldOn: string; readonly concern?: AuthorisedConcern | undefined };

/** The last contact that the person may read. Conversations of concerns count only for advisers of the scope. */
export function readLastContact(deps: Deps, person: PersonFacts, council: Council): LastContact | undefined {
  const contactOn = readLastRoutineContactOn(deps, person, council);
  const reader = { person, rights: deps.rights };
  const scopes = person.adviserScopes;
  const conversation = scopes.length > 0 ? deps.register.queries().lastConversation(reader, council.code, scopes) : undefined;
  if (conversation && (contactOn === undefined || conversation.heldOn > contactOn))
    return { heldOn: conversation.heldOn, concern: deps.register.queries().one(reader, conversation.id, false) };
  return contactOn === undefined ? undefined : { heldOn: contactOn };
}

/** Council -> the number of open concerns about it that the person may see. */
export const readOpenConcerns = ({ register, rights }: Deps, person: PersonFacts): ReadonlyMap<string, number> =>
  register.queries().openByCouncil({ person, rights });

/** How far ahead the next day at a council is looked for. */
const AHEAD_DAYS = 366;

/** What is next in the diary of a council, or is not over. */
export function readNextDay(deps: Deps, person: PersonFacts, council: Council): DiaryDay | undefined {
  const today = deps.today();
  const [next] = readDiary(deps, person, [council], { from: today, to: daysAfter(today, AHEAD_DAYS) }, undefined, 1);
  return next;
}

/** Council -> the task about it that is due first, of those in the person's inbox. */
export const readNextTasks = (deps: Deps, viewer: Viewer, councils: readonly Council[]): ReadonlyMap<string, InboxItem> =>
  readFirstTasks(
    deps,
    viewer,
    councils.map(({ code }) => code),
  );
