/** A node is never changed: an update makes new ones along its path. `common`: labels that every number below it has. */
interface Node {
  readonly key: number;
  readonly labels: readonly string[];
  readonly rank: number;
  readonly common: readonly string[];
  readonly left: Node | null;
  readonly right: Node | null;
}

/**
 * A sorted set of numbers, each with a few labels (ten or so), that finds the least number without a
 * given label: where a whole subtree has the label, it is passed over at once. Every operation is
 * O(log n), expected: a treap whose ranks are hashes of the numbers, so that it has no state of its own.
 */
export class LabelledTree {
  #root: Node | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** `key` must not be a member. */
  add(key: number, labels: readonly string[]): void {
    const [less, more] = split(this.#root, key);
    this.#root = merge(merge(less, nodeOf(key, labels, rankOf(key), null, null)), more);
    this.#size += 1;
  }

  /** `key` must be a member. */
  delete(key: number): void {
    this.#root = without(this.#root, key);
    this.#size -= 1;
  }

  min(): number | null {
    let node = this.#root;
    while (node !== null && node.left !== null) node = node.left;
    return node?.key ?? null;
  }

  firstWithout(label: string): number | null {
    let node = isWithout(this.#root, label) ? this.#root : null;
    while (node !== null) {
      if (isWithout(node.left, label)) node = node.left;
      else if (!node.labels.includes(label)) return node.key;
      // Some number below is without the label, and it is neither on the left side nor the node's own.
      else node = node.right;
    }
    return null;
  }
}

/** Whether some number of the subtree is without the label. */
function isWithout(node: Node | null, label: string): boolean {
  return node !== null && !node.common.includes(label);
}

function nodeOf(key: number, labels: readonly string[], rank: number, left: Node | null, right: Node | null): Node {
  let common = labels;
  for (const side of [left, right]) {
    if (side !== null && side.common !== common) common = common.filter((label) => side.common.includes(label));
  }
  return { key, labels, rank, common, left, right };
}

/** Numbers less than `key`, and the others. */
function split(node: Node | null, key: number): [Node | null, Node | null] {
  if (node === null) return [null, null];
  const { left, right, labels, rank } = node;
  if (node.key < key) {
    const [less, more] = split(right, key);
    return [nodeOf(node.key, labels, rank, left, less), more];
  }
  const [less, more] = split(left, key);
  return [less, nodeOf(node.key, labels, rank, more, right)];
}

/** Every number of `a` is less than every one of `b`. */
function merge(a: Node | null, b: Node | null): Node | null {
  if (a === null || b === null) return a ?? b;
  return a.rank > b.rank
    ? nodeOf(a.key, a.labels, a.rank, a.left, merge(a.right, b))
    : nodeOf(b.key, b.labels, b.rank, merge(a, b.left), b.right);
}

function without(node: Node | null, key: number): Node | null {
  if (node === null) return null;
  const { left, right, labels, rank } = node;
  if (key === node.key) return merge(left, right);
  return key < node.key
    ? nodeOf(node.key, labels, rank, without(left, key), right)
    : nodeOf(node.key, labels, rank, left, without(right, key));
}

/** Spreads neighbouring numbers over 32 bits. (Multiplicative mixing as in MurmurHash3's finalizer.) */
function rankOf(key: number): number {
  let hash = (key ^ Math.floor(key / 2 ** 32)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
