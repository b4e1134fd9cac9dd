# Sourced by app/run and tests/run: the Debian packages Headlight needs, and the two things both scripts do,
# installing what is missing and building a preset. Needs bash and `root`, the folder of the sources.
# shellcheck shell=bash disable=SC2034,SC2154

build_packages=(
    cmake ninja-build g++ ccache pkg-config
    libeigen3-dev nlohmann-json3-dev libexpected-dev libpcre2-dev libutf8proc-dev libmd-dev zlib1g-dev libpng-dev
    qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqcustomplot-dev
    libgl-dev libopengl-dev
)
run_packages=(libqt6svg6 qt6-translations-l10n fonts-inter fonts-noto-cjk fonts-dejavu-core)
test_packages=(xvfb xauth poppler-utils python3-numpy)
training_packages=(python3-torch libopenblas0)

say() { printf 'headlight: %s\n' "$*" >&2; }

# Prints those of the packages "$@" that are not installed.
missing_packages() {
    local installed name
    installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for name in "$@"; do
        [[ $installed == *" $name=installed "* ]] || printf '%s\n' "$name"
    done
}

# Installs what is missing of the packages "$@", or says in one sentence what to install and stops.
install_packages() {
    local missing as_root=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        command -v cmake >/dev/null && command -v ninja >/dev/null && return
        say "this is not a Debian system, so install by hand what these Debian packages hold and start again: $*"
        exit 1
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "packages are missing and there is no sudo; as root run: apt-get install --no-install-recommends ${missing[*]}"
            exit 1
        fi
        as_root=(sudo)
    fi
    say "installing what is missing: ${missing[*]}"
    # One command for both, so that sudo asks once. A list that cannot be renewed is no reason to stop.
    # shellcheck disable=SC2016
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c '
        apt-get -q -o DPkg::Lock::Timeout=120 update
        apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"' sh "${missing[@]}"; then
        say "the packages could not be installed (see above); as root run: apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
}

# As many compilers at once as there are cores, but no more than one for each 1.5 GiB of free memory.
parallel_jobs() {
    local cores fit
    cores=$(nproc)
    fit=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
    [ "${fit:-$cores}" -lt "$cores" ] && cores=$fit
    [ "$cores" -ge 1 ] && printf '%s\n' "$cores" || printf '1\n'
}

# Builds the preset $1 into build/$1; silent and quick when nothing has changed.
build_preset() {
    local folder="$root/build/$1" fresh=()
    if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh) # the sources were moved or copied together with their build
    elif [ -f "$folder/build.ninja" ] && [[ $(ninja -C "$folder" -n 2>&1) == *"ninja: no work to do."* ]]; then
        return
    fi
    if [ ! -f "$folder/build.ninja" ] || [ ${#fresh[@]} -ne 0 ]; then
        cmake -S "$root" --preset "$1" "${fresh[@]}"
    fi
    cmake --build "$folder" --parallel "$(parallel_jobs)"
}
