.PHONY: help monitoring-setup start stack test

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

monitoring-setup: ## install dependencies, build, make the secret files that docker-compose.yml needs
	node tools/setup.mjs

start: ## run the example assistant under traffic, with its metrics
	npm start

stack: ## the same with Prometheus, Alertmanager and Redis beside it
	npm run stack

test: ## run every check
	npm test
