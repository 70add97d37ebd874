{#- Stops a run before anything is touched where a definition is wrong, with every mistake in one
    message: file, line, column, what stands there, and the suggested fix. The first hook of
    on-run-start. Returns nothing. -#}
{% macro check_definitions() %}
    {%- if execute and flags.WHICH in ('run', 'build', 'seed', 'retry') -%}
        {%- set messages = [] -%}
        {%- for one in ask_definitions(definition_question('problems')) -%}
            {%- set where = one.file ~ ' line ' ~ one.line -%}
            {%- set what = ', ' ~ one.column ~ ": '" ~ one.found ~ "' " if one.column else ': ' -%}
            {%- do messages.append(where ~ what ~ one.problem ~ '. ' ~ one.suggested_fix) -%}
        {%- endfor -%}
        {%- if messages -%}
            {{ exceptions.raise_compiler_error(
                'The definitions cannot be used:\n' ~ messages | join('\n')) }}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
