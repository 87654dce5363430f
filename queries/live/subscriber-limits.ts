// Who holds how many streams: so many for one person and so many in all, so that nobody takes the hub's room from the others.
export type Roll = {
  isFull(person: string): boolean;
  enter(person: string): void;
  leave(person: string): void;
  size(): number;
};

export function openRoll({ ofPerson, ofNode }: { readonly ofPerson: number; readonly ofNode: number }): Roll {
  const held = new Map<string, number>();
  let all = 0;
  return {
    isFull: (person) => all >= ofNode || (held.get(person) ?? 0) >= ofPerson,
    enter(person) {
      all += 1;
      held.set(person, (held.get(person) ?? 0) + 1);
    },
    leave(person) {
      all -= 1;
      const others = (held.get(person) ?? 1) - 1;
      if (others > 0) held.set(person, others);
      else held.delete(person);
    },
    size: () => all,
  };
}
