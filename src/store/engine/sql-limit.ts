/**
 * How statements end that return a page. SQLite plans a statement anew for every value that is bound to a bare
 * `LIMIT ?` (sqlite3ExprIsInteger, 3.53), which can cost more than running it; it does not look into an expression.
 */
export const LIMIT = 'LIMIT (@limit + 0)'
