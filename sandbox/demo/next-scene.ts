interface Scene {
  readonly id: string;
}

/** The scene after the one of the story that was played last; the first when none was, none after the last. */
export function nextScene<S extends Scene>(story: readonly S[], played: readonly string[]): S | undefined {
  const last = played.findLast((id) => story.some((scene) => scene.id === id));
  return story[story.findIndex(({ id }) => id === last) + 1];
}
