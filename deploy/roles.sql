-- The database and its two roles, made once by a superuser:
--
--   OWNER_PASSWORD=... WEB_PASSWORD=... psql --file deploy/roles.sql
--
-- The owner makes and changes tables: `manage.py migrate` connects as this role, with
-- WEB_ROLE=parley_web, and says what the other may do with them. The site connects as the other,
-- which owns nothing.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv web_password WEB_PASSWORD

CREATE ROLE parley_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE parley_web LOGIN PASSWORD :'web_password';
-- So that the owner can say of the triggers that write the trail that no session passes over them.
GRANT SET ON PARAMETER pgtrigger.ignore TO parley_owner;
CREATE DATABASE parley OWNER parley_owner;
REVOKE ALL ON DATABASE parley FROM PUBLIC;
-- Temporary tables are what packages are read into.
GRANT CONNECT, TEMPORARY ON DATABASE parley TO parley_web;
