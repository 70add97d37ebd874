{#- A text that changes with the code that models are made of besides their own SQL. -#}
{% macro code_checksum() %}
    {{ return(adapter.dispatch('code_checksum')()) }}
{% endmacro %}

{% macro default__code_checksum() %}
    {{ no_dialect('code_checksum') }}
{% endmacro %}

{% macro duckdb__code_checksum() %}
    {{ return(run_query('select code_checksum()').rows[0][0]) }}
{% endmacro %}

{#- dbt itself has the text of the project's macros at hand -#}
{% macro spark__code_checksum() %}
    {%- set texts = [run_query('select version()').rows[0][0]] -%}
    {%- for name, macro in context[project_name].items() | sort(attribute='0') -%}
        {%- do texts.append(name ~ ' ' ~ macro.macro.macro_sql) -%}
    {%- endfor -%}
    {%- set text = texts | join('\n') -%}
    {{ return(local_md5(text) ~ local_md5(text ~ text)) }}
{% endmacro %}
