# SPDX-License-Identifier: MIT
# Completion of supportpolicy for bash. The options of a subcommand are those of its --help.
_supportpolicy() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$(supportpolicy --help 2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$words --help --version" -- "$word")
    return
  fi
  case $before in
    --format)
      words=$(supportpolicy "${COMP_WORDS[1]}" --help 2>/dev/null | grep -o -- '--format [a-z|, ]*' | head -n 1)
      mapfile -t COMPREPLY < <(compgen -W "$(tr '|,' '  ' <<<"${words#--format }")" -- "$word")
      return
      ;;
  esac
  if [[ $word == -* ]]; then
    words=$(supportpolicy "${COMP_WORDS[1]}" --help 2>/dev/null | grep -oE '(^|[[ |])--?[a-z-]+' | tr -d '[ |')
    mapfile -t COMPREPLY < <(compgen -W "$words --help" -- "$word")
    return
  fi
  mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
complete -o filenames -F _supportpolicy supportpolicy
