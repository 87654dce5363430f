// Lists that can be limited: how, stands in the address of the page. Nothing that somebody wrote is among it.
import type { PageRequest } from "./page.ts";
import type { FormField } from "./steps/fields.ts";

type Address = PageRequest["address"];

/** With it in the address, the page shows what it can be limited to. */
const CHOOSING = "filter";

export const isGiven = (address: Address, name: string): boolean => (address[name] ?? "") !== "";

/** Whether the page shows what it can be limited to. `names`: of what limits it. */
export const isChoosing = (address: Address, names: readonly string[]): boolean =>
  [...names, CHOOSING].some((name) => isGiven(address, name));

/** The part of the address that says how the list is limited; empty if it is not. */
export function filterQuery(address: Address, names: readonly string[]): string {
  const given = names.filter((name) => isGiven(address, name)).map((name) => [name, address[name] ?? ""]);
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

/** A box to tick. */
export const onlyField = (name: string, text: string): FormField => ({
  ...{ name, kind: "several", choices: [{ value: "yes", text }], label: text },
});
