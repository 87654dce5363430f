// What the parents of several areas consist of.
import type { DisclosedOtherRecord } from "../../queries/disclosed-record.ts";
import type { Council } from "../../reference/councils.ts";
import type { PageInfo } from "./page.ts";

export type Given<Present extends (...args: never) => unknown> = NonNullable<ReturnType<Present>>;
export type Each<List extends readonly unknown[]> = List[number];

export type PageOf<T> = { readonly nodes: readonly T[] | (() => readonly T[]); readonly pageInfo: PageInfo | (() => PageInfo) };
export type CountedPageOf<T> = PageOf<T> & { readonly cannotBeRead: () => number };

export type Changed = { readonly created?: string | undefined; readonly position: string; readonly recorded: boolean };
export type ChangedThing = Changed & { readonly id: string };
export type ChangedOfCouncil = Changed & { readonly council: Council };

export type OfDisclosedRecord = { readonly disclosed: DisclosedOtherRecord };
