// The used types of @casl/ability, for type checks without the packages of bench/.
export type ForcedSubject<T> = { readonly __caslSubjectType__: T };
export function subject<T extends string, U extends object>(type: T, of: U): U & ForcedSubject<T>;
export type RawRule = {
  readonly action: string;
  readonly subject: string;
  readonly inverted?: boolean;
  readonly conditions?: Readonly<Record<string, unknown>>;
};
export function createMongoAbility(rules: readonly RawRule[]): { can(action: string, subject: object): boolean };
