import type { AnswerOf, VariablesOf } from "../documents.ts";
import { filterQuery, isChoosing, isGiven, onlyField } from "../list-filters.ts";
import { definePage, type PageRequest } from "../page.ts";
import { choicesOf, type FormField } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";

type Filter = NonNullable<VariablesOf<"tasks/tasks.graphql">["filter"]>;
type TasksAnswer = AnswerOf<"tasks/tasks.graphql">;

export const TASKS = "/tasks";
/** What the page is limited to, by the names in its address. */
const FILTERS = ["kind", "council", "overdue", "mine", "hidePutOff"];

/** All that waits for the person, by the day it is due. */
export const tasksPage = definePage({
  path: TASKS,
  document: "tasks/tasks.graphql",
  template: "tasks/tasks.njk",
  variables: ({ address }) => ({
    after: address.after ?? null,
    filter: filterIn(address),
    withChoices: isChoosing(address, FILTERS),
  }),
  present: ({ inbox, kinds, councils }, { address }) => ({
    title: "Tasks",
    inbox,
    fields: isChoosing(address, FILTERS) ? filterFields(kinds, councils) : [],
    wanted: address,
    query: filterQuery(address, FILTERS),
  }),
});

/** The page of tasks as it was limited. */
export const addressOfTasks = ({ address }: Pick<PageRequest, "address">): string => TASKS + filterQuery(address, FILTERS);

/** A value that no list of the page offers is refused by the API, and the page is not found. */
const filterIn = (address: PageRequest["address"]): Filter => ({
  ...(isGiven(address, "kind") && { kind: address.kind as NonNullable<Filter["kind"]> }),
  ...(isGiven(address, "council") && { council: address.council ?? null }),
  ...(isGiven(address, "overdue") && { overdue: true }),
  ...(isGiven(address, "mine") && { mine: true }),
  ...(isGiven(address, "hidePutOff") && { hidePutOff: true }),
});

const filterFields = (kinds: TasksAnswer["kinds"], councils: TasksAnswer["councils"] = []): readonly FormField[] => [
  { name: "kind", kind: "menu", choices: choicesOf(kinds), label: "Kind of task" },
  {
    ...{ name: "council", kind: "menu", label: "Council" },
    choices: councilChoices(councils),
  },
  onlyField("overdue", "Only what is overdue"),
  onlyField("mine", "Only what is for you alone, what you have claimed, and concerns that you look after"),
  onlyField("hidePutOff", "Leave out what is put off"),
];
