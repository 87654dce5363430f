// The part of govuk-frontend's script that is used; the package has no types.
export declare function initAll(): void;
