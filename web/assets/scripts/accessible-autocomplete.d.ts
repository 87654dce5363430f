// The part of accessible-autocomplete that is used; the package has no types. Its script is no module: it sets a property of the window.
type AutocompleteOptions = {
  readonly element: HTMLElement;
  readonly id: string;
  readonly name: string;
  readonly defaultValue: string;
  readonly autoselect: boolean;
  readonly confirmOnBlur: boolean;
  readonly showAllValues: boolean;
  readonly displayMenu: "inline" | "overlay";
  readonly inputClasses: string | null;
  readonly source: (query: string, show: (found: readonly string[]) => void) => void;
  /** `suggestion` returns HTML. */
  readonly templates: {
    readonly inputValue: (found: string | undefined) => string;
    readonly suggestion: (found: string) => string;
  };
  readonly onConfirm: (found: string | undefined) => void;
  readonly tAssistiveHint: () => string;
};

declare global {
  var accessibleAutocomplete: (options: AutocompleteOptions) => void;
}

export {};
