# Functions that the scripts at the root share. Source it; it changes nothing by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts=$root/artifacts

# What the program loads at run time: drivers that compute on the CPU where there is no GPU, and image decoders.
runtime_packages=(libvulkan1 mesa-vulkan-drivers libegl1 libgles2 libegl-mesa0 libturbojpeg0 libpng16-16 libwebp7)
# What the tests hold shaders and Vulkan calls against, what runs MSL on the CPU, what NativeAOT links with, and a browser for the
# inspector's page.
test_packages=(vulkan-validationlayers spirv-tools glslang-tools clang-16 gcc libc6-dev chromium)

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '%s\n' "$*" >&2; }

# Ends the script unless the .NET SDK is there.
require_dotnet() {
    if ! command -v dotnet >/dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then
        export DOTNET_ROOT=$HOME/.dotnet PATH=$HOME/.dotnet:$PATH
    fi
    if ! command -v dotnet >/dev/null; then
        say "gpunet: 'dotnet' is not installed; install the .NET 10 SDK (package dotnet-sdk-10.0)."
        exit 1
    fi
}

# require_packages STAMP PACKAGE...: installs what is missing, on Debian and its kin; elsewhere says what is needed. Asks
# once: STAMP remembers that it did. A failure is a warning, as the CPU backend needs none of it.
require_packages() {
    local stamp=$artifacts/$1.packages
    shift
    [[ -e $stamp ]] && [[ $(<"$stamp") == "$*" ]] && return
    mkdir -p "$artifacts"
    if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
        local package missing=()
        for package in "$@"; do
            [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
        done
        ((${#missing[@]} == 0)) || install_packages "${missing[@]}" ||
            say "gpunet: warning: could not install ${missing[*]}; what needs them will say so. Remove $stamp to try again."
    elif [[ $(uname -s) == Linux ]]; then
        say "gpunet: these libraries are needed, here by the names of their Debian packages: $*"
    fi
    printf '%s' "$*" >"$stamp"
}

install_packages() {
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || { say "gpunet: installing packages takes root or sudo."; return 1; }
        as_root=(sudo)
    fi
    say "gpunet: installing $*"
    local attempt
    for attempt in 1 2 3; do
        # Without fresh lists, the ones that are there may still do.
        "${as_root[@]}" apt-get update -qq </dev/null >&2 || say "gpunet: apt-get update failed"
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2 && return
        ((attempt == 3)) || { say "gpunet: that failed; trying again"; sleep $((attempt * 3)); }
    done
    return 1
}

# require_browser_drivers: fetches SwiftShader and ANGLE, the drivers of a browser, which the tests run on beside Mesa's. They are
# files of an npm package. A failure is a warning: the tests that need them say so.
require_browser_drivers() {
    local package=@sparticuz/chromium@147.0.0 folder=$artifacts/browser-drivers
    [[ -e $folder/version ]] && [[ $(<"$folder/version") == "$package" ]] && return
    if ! command -v npm >/dev/null; then require_packages npm npm; fi
    say "test: fetching SwiftShader and ANGLE from $package"
    rm -rf "$folder"
    mkdir -p "$folder"
    if (cd "$folder" &&
        npm pack --silent "$package" </dev/null >/dev/null &&
        tar -xzf ./*.tgz --strip-components=2 package/bin/swiftshader.tar.br &&
        node -e 'process.stdout.write(require("zlib").brotliDecompressSync(require("fs").readFileSync("swiftshader.tar.br")))' | tar -x &&
        rm ./*.tgz swiftshader.tar.br); then
        printf '%s' "$package" >"$folder/version"
    else
        say "test: warning: could not fetch $package; the tests on SwiftShader and ANGLE will fail."
    fi
}

# sources [TEST...]: the files that the program is built from, or those that pass find's tests.
sources() {
    find "$root"/src "$root"/tools "$root"/Directory.*.props \( -name bin -o -name obj \) -prune -o -type f "$@" -print | sort
}

# newer_sources STAMP: succeeds if a source is newer than STAMP, which lists them, or one has come or gone, or STAMP is absent.
newer_sources() {
    [[ ! -e $1 || -n $(sources -newer "$1") || $(<"$1") != "$(sources)" ]]
}
