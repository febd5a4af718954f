# shellcheck shell=sh
# Runs a main class of this repository; builds it first if a source is newer than the last build.
# A launcher script sets `home` (the root of the repository) and `command` (its name in messages), and reads this file.

options=
lock=$home/.build-lock

fail() {
  echo "$command: $1" >&2
  exit 1
}

# Sets `java`, `java_home` and `java_version` (17, 21, ...).
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi
  properties=$("$java" -XshowSettings:properties -version 2>&1) ||
    fail "cannot run '$java': install a JDK of version 17 or newer, or set JAVA_HOME"
  java_version=$(printf '%s\n' "$properties" | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  java_home=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.home = //p')
  [ "${java_version:-0}" -ge 17 ] ||
    fail "Java ${java_version:-of an unknown version} is too old: install a JDK of version 17 or newer, or set JAVA_HOME"
}

add_option() {
  options="$options $1"
}

# The JDK's vector module makes the reconstruction of records twice as fast; the JVM loads it only on request.
add_vector_module() {
  if grep -qs 'MODULES=.*jdk\.incubator\.vector' "$java_home/release"; then
    add_option '--add-modules jdk.incubator.vector'
  fi
}

is_running() {
  kill -0 "$1" 2>/dev/null || ps -p "$1" >/dev/null 2>&1
}

# The lock is a symbolic link whose target is the process id of its holder: link and id appear in one step, so that a
# killed holder can always be recognised.
acquire_lock() {
  announced=
  [ -w "$home" ] || fail "cannot build: $home is not writable"
  until ln -s $$ "$lock" 2>/dev/null; do
    holder=$(readlink "$lock") || continue
    if is_running "$holder"; then
      if [ "$announced" != "$holder" ]; then
        echo "$command: waiting for process $holder, which builds (if that process is no build, delete $lock)" >&2
        announced=$holder
      fi
      sleep 1
    else
      remove_stale_lock "$holder"
    fi
  done
}

# Moves the lock away before deleting it, because another waiting process may have replaced it meanwhile.
remove_stale_lock() {
  mv "$lock" "$lock.$$" 2>/dev/null || return 0
  moved=$(readlink "$lock.$$")
  if [ "$moved" != "$1" ]; then ln -s "$moved" "$lock" 2>/dev/null || true; fi
  rm -f "$lock.$$"
}

release_lock() {
  if [ "$(readlink "$lock")" = $$ ]; then rm -f "$lock"; fi
}

# Whether a source of any module is newer than the last build of the module $1.
is_stale() {
  [ ! -f "$home/$1/target/.built" ] ||
    [ -n "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main -newer "$home/$1/target/.built" -print | head -n 1)" ]
}

build() {
  acquire_lock
  trap release_lock EXIT
  trap 'exit 130' INT TERM
  if is_stale "$1"; then
    echo "$command: building (the first build downloads the libraries and takes a few minutes) ..." >&2
    started=$(mktemp)
    # Without this, a library whose version has changed would be on the class path in both versions.
    rm -rf "$home/$1/target/lib"
    (cd "$home" && ./mvnw -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$1" -am package) >&2
    mv "$started" "$home/$1/target/.built"
  fi
  release_lock
  trap - EXIT INT TERM
}

# launch MODULE MAIN_CLASS ARGUMENT...
launch() {
  module=$1
  main_class=$2
  shift 2
  if is_stale "$module"; then build "$module"; fi
  # From version 24 on, Java warns about native libraries and direct memory access unless they are allowed.
  if [ "$java_version" -ge 24 ]; then
    add_option '--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
  fi
  # By default glibc returns large blocks to the system at once; the training allocates them again at every step.
  export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-1073741824}"
  export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-4294967296}"
  # shellcheck disable=SC2086 # a variable holds several options
  exec "$java" $options ${SENSIEVE_JAVA_OPTS:-} -cp "$home/$module/target/classes:$home/$module/target/lib/*" "$main_class" "$@"
}
