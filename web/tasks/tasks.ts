import type { AnswerOf, VariablesOf } from "../documents.ts";
import { definePage, type PageRequest } from "../page.ts";
import { choicesOf, type FormField } from "../steps/fields.ts";

type Filter = NonNullable<VariablesOf<"tasks/tasks.graphql">["filter"]>;
type Address = PageRequest["address"];

export const TASKS = "/tasks";
/** What the page is limited to, by the names in its address. */
const FILTERS = ["kind", "council", "overdue", "mine", "hidePutOff"] as const;
/** It shows what the page can be limited to. */
const CHOOSING = "filter";

/** All that waits for the person, by the day it is due. */
export const tasksPage = definePage({
  path: TASKS,
  document: "tasks/tasks.graphql",
  template: "tasks/tasks.njk",
  variables: ({ address }) => ({
    after: address.after ?? null,
    filter: filterIn(address),
    withChoices: isChoosing(address),
  }),
  present: ({ inbox, kinds, councils }, { address }) => ({
    title: "Tasks",
    inbox,
    fields: isChoosing(address) ? filterFields(kinds, councils) : [],
    wanted: address,
    query: queryOf(address),
  }),
});

/** The page of tasks as it was limited. */
export const addressOfTasks = ({ address }: Pick<PageRequest, "address">): string => TASKS + queryOf(address);

const isWanted = (address: Address, name: string): boolean => (address[name] ?? "") !== "";

/** A value that no list of the page offers is refused by the API, and the page is not found. */
const filterIn = (address: Address): Filter => ({
  ...(isWanted(address, "kind") && { kind: address.kind as NonNullable<Filter["kind"]> }),
  ...(isWanted(address, "council") && { council: address.council ?? null }),
  ...(isWanted(address, "overdue") && { overdue: true }),
  ...(isWanted(address, "mine") && { mine: true }),
  ...(isWanted(address, "hidePutOff") && { hidePutOff: true }),
});

const isChoosing = (address: Address): boolean => [...FILTERS, CHOOSING].some((name) => isWanted(address, name));

function queryOf(address: Address): string {
  const wanted = FILTERS.filter((name) => isWanted(address, name)).map((name) => [name, address[name] ?? ""]);
  return wanted.length > 0 ? `?${new URLSearchParams(wanted)}` : "";
}

type TasksAnswer = AnswerOf<"tasks/tasks.graphql">;

function filterFields(kinds: TasksAnswer["kinds"], councils: TasksAnswer["councils"] = []): readonly FormField[] {
  const named = councils.map(({ code, name }) => ({ value: code, text: name }));
  return [
    { name: "kind", kind: "menu", choices: choicesOf(kinds), label: "Kind of task" },
    { name: "council", kind: "menu", choices: named.toSorted((a, b) => a.text.localeCompare(b.text, "en")), label: "Council" },
    only("overdue", "Only what is overdue"),
    only("mine", "Only what is for you alone, what you have claimed, and concerns that you look after"),
    only("hidePutOff", "Leave out what is put off"),
  ];
}

const only = (name: string, text: string): FormField => ({
  ...{ name, kind: "several", choices: [{ value: "yes", text }], label: text },
});
